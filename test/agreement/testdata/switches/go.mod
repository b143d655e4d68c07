module example.com/switches

go 1.26.0
