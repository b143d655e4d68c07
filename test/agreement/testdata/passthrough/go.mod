module example.com/passthrough

go 1.26.0
