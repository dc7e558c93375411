// Package contract holds the Go types of the Agent Controller's HTTP API, generated from contract/openapi.json.
package contract

//go:generate go tool oapi-codegen -config oapi-codegen.yaml ../../contract/openapi.json
