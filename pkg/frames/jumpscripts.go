package frames

import (
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JumpScripts is one table; its fields are JumpScript's properties.
func JumpScripts(scripts contract.JumpScriptList) data.Frames {
	frame := table("jumpscripts", scripts.Items, jumpScriptColumns, jumpScriptLooks)
	frame.Meta = meta(Custom{Kind: "jumpscripts", Total: &scripts.Total, Coverage: &scripts.Coverage})
	return data.Frames{frame}
}

type jumpScriptRow = contract.JumpScript

var jumpScriptColumns = []column[jumpScriptRow]{
	col("organization", func(s jumpScriptRow) string { return s.Organization }),
	col("name", func(s jumpScriptRow) string { return s.Name }),
	col("category", func(s jumpScriptRow) string { return s.Category }),
	col("descr", func(s jumpScriptRow) string { return s.Descr }),
	col("roles", func(s jumpScriptRow) string { return words(s.Roles) }),
	col("queue", func(s jumpScriptRow) string { return string(s.Queue) }),
	col("period", func(s jumpScriptRow) *string { return s.Period }),
	col("version", func(s jumpScriptRow) int64 { return int64(s.Version) }),
	col("updatedAt", func(s jumpScriptRow) time.Time { return at(s.UpdatedAt) }),
	col("id", func(s jumpScriptRow) string { return s.Id }),
	col("gid", func(s jumpScriptRow) int64 { return int64(s.Gid) }),
	col("author", func(s jumpScriptRow) string { return s.Author }),
	col("license", func(s jumpScriptRow) string { return s.License }),
	col("declaredVersion", func(s jumpScriptRow) string { return s.DeclaredVersion }),
	col("startatboot", func(s jumpScriptRow) bool { return s.Startatboot }),
	col("async", func(s jumpScriptRow) bool { return s.Async }),
	col("log", func(s jumpScriptRow) bool { return s.Log }),
	col("enable", func(s jumpScriptRow) bool { return s.Enable }),
	col("order", func(s jumpScriptRow) int64 { return int64(s.Order) }),
	col("timeoutSeconds", func(s jumpScriptRow) float64 { return s.TimeoutSeconds }),
	col("args", func(s jumpScriptRow) json.RawMessage { return toJSON(s.Args) }),
	col("path", func(s jumpScriptRow) string { return s.Path }),
	col("hash", func(s jumpScriptRow) string { return s.Hash }),
	col("isBroken", func(s jumpScriptRow) bool { return s.IsBroken }),
	col("parseError", func(s jumpScriptRow) *string { return s.ParseError }),
	col("isDeleted", func(s jumpScriptRow) bool { return s.IsDeleted }),
}

var jumpScriptLooks = fromContract(contract.TheRules.Fields.JumpScripts, looks{
	"version":         {label: "Version", description: "Counts up with every edit of the file"},
	"period":          {label: "Period", description: "Seconds or a cron expression; empty when it never runs by itself"},
	"updatedAt":       {label: "Updated", unit: wholeSeconds},
	"gid":             {label: "Grid"},
	"license":         {label: "License"},
	"declaredVersion": {label: "Declared version", description: "The file's own version"},
	"startatboot":     {label: "Start at boot"},
	"async":           {label: "Async"},
	"log":             {label: "Keeps log lines"},
	"enable":          {label: "Enabled"},
	"order":           {label: "Order"},
	"timeoutSeconds":  {label: "Timeout", unit: "s", description: "The script's own, or its queue's default"},
	"args":            {label: "Arguments"},
	"path":            {label: "Path"},
	"hash":            {label: "Hash", description: "SHA-256 of the source"},
	"isBroken":        {label: "Broken"},
	"parseError":      {label: "Parse error", description: "Why the file could not be read, with its line"},
	"isDeleted":       {label: "Deleted", description: "The file is gone; its versions stay for the jobs that ran them"},
})
