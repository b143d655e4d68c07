module example.com/tlsclient

go 1.26.0
