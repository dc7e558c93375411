package frames

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Failures is one table; its fields are FailureGroup's properties.
func Failures(failures contract.FailureList) data.Frames {
	frame := table("failures", failures.Items, failureColumns, contract.TheRules.Fields.Failures)
	frame.Meta = meta(Custom{Kind: "failures", Coverage: &failures.Coverage})
	return data.Frames{frame}
}

type failureRow = contract.FailureGroup

var failureColumns = []column[failureRow]{
	col("status", func(f failureRow) string { return string(f.Status) }).as(look{label: "Status"}),
	col("title", func(f failureRow) string { return f.Title }).as(look{label: "Failure"}),
	col("count", func(f failureRow) int64 { return int64(f.Count) }).as(look{label: "Jobs", description: "Failed jobs that became known in the time range"}),
	col("nodes", func(f failureRow) int64 { return int64(f.Nodes) }).as(look{label: "Nodes", description: "On so many of them it failed"}),
	col("scripts", func(f failureRow) string { return words(f.Scripts) }).as(look{label: "JumpScripts"}),
	col("lastSeen", func(f failureRow) time.Time { return at(f.LastSeen) }).as(look{label: "Last seen"}),
	col("firstSeen", func(f failureRow) time.Time { return at(f.FirstSeen) }).as(look{label: "First seen", description: "Ever, also when the job is gone"}),
	col("lastOk", func(f failureRow) *time.Time { return atOrNil(f.LastOk) }).as(look{label: "Last OK", description: "When one of its JumpScripts was last OK, on any node"}),
	col("afterEditMs", func(f failureRow) *int64 { return wholeOrNil(f.AfterEditMs) }).as(look{label: "First failed after edit", unit: "ms", description: "So long after the version of the JumpScript was made that failed first"}),
	col("firstVersion", func(f failureRow) *int64 { return wholeOrNil(f.FirstVersion) }).as(look{label: "First version", description: "Of the JumpScript, that failed first"}),
	col("nodeNames", func(f failureRow) string { return words(f.NodeNames) }).as(look{label: "Node names", description: "The first 20"}),
	col("versions", func(f failureRow) json.RawMessage { return toJSON(f.Versions) }).as(look{label: "Versions"}),
	col("note", func(f failureRow) *string { return f.Note }).as(look{label: "Note"}),
	col("resolvedAt", func(f failureRow) *time.Time { return atOrNil(f.ResolvedAt) }).as(look{label: "Resolved at"}),
	col("resolvedBy", func(f failureRow) *string { return f.ResolvedBy }).as(look{label: "Resolved by"}),
	col("ignoredUntil", func(f failureRow) *time.Time { return atOrNil(f.IgnoredUntil) }).as(look{label: "Ignored until"}),
	col("ignoredBy", func(f failureRow) *string { return f.IgnoredBy }).as(look{label: "Ignored by"}),
	col("signature", func(f failureRow) string { return f.Signature }).as(look{label: "Failure signature"}),
	col("signatures", func(f failureRow) json.RawMessage { return list(f.Signatures) }).as(look{label: "Signatures", description: "Its own, and those merged into it"}),
	col("trend", func(f failureRow) json.RawMessage { return toJSON(f.Trend) }).as(look{label: "Trend"}),
	col("newestJob", func(f failureRow) *string { return firstOf(f.NewestJobs) }).as(look{label: "Newest job"}),
	col("jobsFilter", func(f failureRow) string { return contract.FormatCondition("errorSignature", "in", f.Signatures...) }).as(look{label: "Filter of its jobs", description: "As the API takes it"}),
	col("key", func(f failureRow) string { return f.Key }).as(look{label: "Key"}),
	col("gid", func(f failureRow) int64 { return int64(f.Gid) }).as(look{label: "Grid"}),
}

func firstOf(texts []string) *string {
	if len(texts) == 0 {
		return nil
	}
	return &texts[0]
}

// FailureNumbers are what alert rules ask of groups of failed jobs. Their labels stay as long as the group does what it does: no job is in them.
var FailureNumbers = NumbersOf[contract.FailureList, failureRow]{
	Kind:    "failures",
	Rows:    func(failures contract.FailureList) []failureRow { return failures.Items },
	AsOf:    func(failures contract.FailureList) int64 { return failures.Coverage.AsOf },
	Labels:  failureLabels,
	Default: "count",
	Figures: map[string]Figure[failureRow]{
		"count": {Name: "Failed jobs", Of: func(f failureRow, _ int64) *float64 { return number(float64(f.Count)) }},
		"nodes": {Name: "Nodes", Of: func(f failureRow, _ int64) *float64 { return number(float64(f.Nodes)) }},
		"newestId": {Name: "Newest job", Of: func(f failureRow, _ int64) *float64 {
			if f.NewestId == nil {
				return nil
			}
			return number(float64(*f.NewestId))
		}},
		"sinceLastOkSeconds": {Name: "Since last OK", Unit: "s", Of: func(f failureRow, asOf int64) *float64 {
			if f.LastOk == nil {
				return nil
			}
			return since(*f.LastOk, asOf)
		}},
	},
}

func failureLabels(f failureRow) data.Labels {
	labels := data.Labels{"key": f.Key, "title": f.Title, "status": string(f.Status), "gid": strconv.Itoa(f.Gid)}
	if f.FirstScript != nil {
		labels["script"] = *f.FirstScript
	}
	return labels
}
