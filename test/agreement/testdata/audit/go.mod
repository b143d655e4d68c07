module example.com/audit

go 1.26.0
