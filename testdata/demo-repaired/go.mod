module example.com/tickets

go 1.26

require github.com/modelcontextprotocol/go-sdk v1.4.0
