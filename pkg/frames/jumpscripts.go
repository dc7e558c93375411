package frames

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JumpScripts is one table; its fields are JumpScript's properties.
func JumpScripts(scripts contract.JumpScriptList) data.Frames {
	frame := table("jumpscripts", scripts.Items, jumpScriptColumns, contract.TheRules.Fields.JumpScripts)
	frame.Meta = meta(Custom{Kind: "jumpscripts", Total: &scripts.Total, Coverage: &scripts.Coverage})
	return data.Frames{frame}
}

type jumpScriptRow = contract.JumpScript

// problemOf is what a list says of a JumpScript that needs somebody: "Broken: line 3: …", or its notices. Nil: nothing.
func problemOf(s jumpScriptRow) *string {
	text := strings.Join(s.Notices, "\n")
	if s.IsBroken && s.ParseError != nil {
		text = "Broken: " + *s.ParseError
	}
	if text == "" {
		return nil
	}
	return &text
}

var jumpScriptColumns = []column[jumpScriptRow]{
	col("organization", func(s jumpScriptRow) string { return s.Organization }),
	col("name", func(s jumpScriptRow) string { return s.Name }),
	col("problem", problemOf).as(look{label: "Problem", description: "Why the file cannot run, or what will go wrong when it does, with its line"}),
	col("category", func(s jumpScriptRow) string { return s.Category }),
	col("descr", func(s jumpScriptRow) string { return s.Descr }),
	col("roles", func(s jumpScriptRow) string { return words(s.Roles) }),
	col("queue", func(s jumpScriptRow) string { return s.Queue }),
	col("period", func(s jumpScriptRow) *string { return s.Period }).as(look{label: "Period", description: "Seconds or a cron expression; empty when it never runs by itself"}),
	col("version", func(s jumpScriptRow) int64 { return int64(s.Version) }).as(look{label: "Version", description: "Counts up with every edit of the file"}),
	col("updatedAt", func(s jumpScriptRow) time.Time { return at(s.UpdatedAt) }).as(look{label: "Updated", unit: wholeSeconds}),
	col("id", func(s jumpScriptRow) string { return s.Id }),
	col("source", func(s jumpScriptRow) string { return s.Source }).as(look{description: "The controller that has it"}),
	col("gid", func(s jumpScriptRow) int64 { return int64(s.Gid) }),
	col("author", func(s jumpScriptRow) string { return s.Author }),
	col("license", func(s jumpScriptRow) string { return s.License }).as(look{label: "License"}),
	col("declaredVersion", func(s jumpScriptRow) string { return s.DeclaredVersion }).as(look{label: "Declared version", description: "The file's own version"}),
	col("startatboot", func(s jumpScriptRow) bool { return s.Startatboot }).as(look{label: "Start at boot"}),
	col("async", func(s jumpScriptRow) bool { return s.Async }).as(look{label: "Async"}),
	col("log", func(s jumpScriptRow) bool { return s.Log }).as(look{label: "Keeps log lines"}),
	col("enable", func(s jumpScriptRow) bool { return s.Enable }).as(look{label: "Enabled"}),
	col("order", func(s jumpScriptRow) int64 { return int64(s.Order) }).as(look{label: "Order"}),
	col("timeoutSeconds", func(s jumpScriptRow) float64 { return s.TimeoutSeconds }).as(look{label: "Timeout", unit: "s", description: "The script's own, or its queue's default"}),
	col("args", func(s jumpScriptRow) json.RawMessage { return toJSON(s.Args) }).as(look{label: "Arguments"}),
	col("path", func(s jumpScriptRow) string { return s.Path }).as(look{label: "Path"}),
	col("hash", func(s jumpScriptRow) string { return s.Hash }).as(look{label: "Hash", description: "SHA-256 of the source"}),
	col("isBroken", func(s jumpScriptRow) bool { return s.IsBroken }).as(look{label: "Broken"}),
	col("parseError", func(s jumpScriptRow) *string { return s.ParseError }).as(look{label: "Parse error", description: "Why the file cannot run: what is wrong with it, with its line, or why it was left out"}),
	col("notices", func(s jumpScriptRow) string { return strings.Join(s.Notices, "\n") }).as(look{label: "Notices", description: "What will go wrong with a file that can be read, with its line"}),
	col("isDeleted", func(s jumpScriptRow) bool { return s.IsDeleted }).as(look{label: "Deleted", description: "The file is gone; its versions stay for the jobs that ran them"}),
}
