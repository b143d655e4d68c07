module example.com/httpserver

go 1.26.0
