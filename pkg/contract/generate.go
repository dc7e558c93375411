// Package contract holds the Agent Controller's HTTP API as Go sees it: contract.gen.go has the types, generated from
// contract/openapi.json; rules.json has the filter model and the limits, which rules.go reads.
package contract

//go:generate go tool oapi-codegen -config oapi-codegen.yaml ../../contract/openapi.json
//go:generate npx tsx ../../contract/scripts/writeRules.ts
