module example.com/mtls

go 1.26.0
