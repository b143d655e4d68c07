module example.com/filemodes

go 1.26.0
