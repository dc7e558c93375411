package frames

import (
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Jobs is one table; its fields are JobSummary's properties.
func Jobs(jobs contract.JobList) data.Frames {
	frame := table("jobs", jobs.Items, jobColumns, contract.TheRules.Fields.Jobs)
	frame.Meta = meta(Custom{Kind: "jobs", Total: &jobs.Total, Page: &jobs.Page, Coverage: &jobs.Coverage})
	return data.Frames{frame}
}

type jobRow = contract.JobSummary

// jobColumns in the order of the jobs table: what one looks at first comes first.
var jobColumns = []column[jobRow]{
	col("timeStart", func(j jobRow) *time.Time { return atOrNil(j.TimeStart) }),
	col("state", func(j jobRow) string { return string(j.State) }),
	col("organization", func(j jobRow) string { return j.Organization }),
	col("category", func(j jobRow) string { return j.Category }),
	col("cmd", func(j jobRow) string { return j.Cmd }),
	col("resultPreview", func(j jobRow) *string { return j.ResultPreview }).as(look{description: "First 300 characters of the result as JSON, or of the error message"}),
	col("queue", func(j jobRow) string { return j.Queue }),
	col("nodeName", func(j jobRow) *string { return j.NodeName }),
	col("waitMs", func(j jobRow) *int64 { return wholeOrNil(j.WaitMs) }).as(look{description: "Time start − time create: how long the job waited for a worker"}),
	col("runMs", func(j jobRow) *int64 { return wholeOrNil(j.RunMs) }).as(look{description: "Time stop − time start"}),
	col("guid", func(j jobRow) string { return j.Guid }),
	col("id", func(j jobRow) int64 { return j.Id }),
	col("source", func(j jobRow) string { return j.Source }).as(look{description: "The controller this job came from"}),
	col("nativeId", func(j jobRow) *string { return j.NativeId }).as(look{description: "What the job is called at its source, when that is another controller"}),
	col("gid", func(j jobRow) int64 { return int64(j.Gid) }),
	col("nid", func(j jobRow) *int64 { return wholeOrNil(j.Nid) }),
	col("jumpscriptId", func(j jobRow) *string { return j.JumpscriptId }),
	col("jumpscriptVersion", func(j jobRow) *int64 { return wholeOrNil(j.JumpscriptVersion) }),
	col("roles", func(j jobRow) string { return words(j.Roles) }),
	col("nativeState", func(j jobRow) string { return j.NativeState }).as(look{description: "The source's own word for the state"}),
	col("resultCode", func(j jobRow) *int64 { return wholeOrNil(j.ResultCode) }),
	col("timeCreate", func(j jobRow) time.Time { return at(j.TimeCreate) }),
	col("timeStop", func(j jobRow) *time.Time { return atOrNil(j.TimeStop) }),
	col("timeKnown", func(j jobRow) *time.Time { return atOrNil(j.TimeKnown) }).as(look{description: "When the controller learned how it ended"}),
	col("timeoutSeconds", func(j jobRow) float64 { return j.TimeoutSeconds }),
	col("parentGuid", func(j jobRow) *string { return j.ParentGuid }),
	col("batchGuid", func(j jobRow) *string { return j.BatchGuid }),
	col("attempt", func(j jobRow) int64 { return int64(j.Attempt) }),
	col("maxAttempts", func(j jobRow) int64 { return int64(j.MaxAttempts) }).as(look{label: "Attempts allowed"}),
	col("tags", func(j jobRow) json.RawMessage { return list(j.Tags) }),
	col("user", func(j jobRow) *string { return j.User }),
	col("log", func(j jobRow) bool { return j.Log }).as(look{label: "Keeps log lines"}),
	col("logLines", func(j jobRow) int64 { return int64(j.LogLines) }).as(look{label: "Log lines", description: "Stored so far"}),
	col("droppedLines", func(j jobRow) int64 { return j.DroppedLines }).as(look{label: "Log lines left out", description: "Not stored: for want of room, or beyond a limit"}),
	col("droppedBecause", func(j jobRow) string { return words(reasons(j.DroppedBecause)) }).as(look{label: "Left out because"}),
	col("unknownFields", func(j jobRow) string { return words(j.UnknownFields) }).as(look{label: "Not known", description: "Fields whose value its source does not tell"}),
	col("notes", func(j jobRow) json.RawMessage { return list(j.Notes) }).as(look{label: "Notes", description: "What had to be changed, or could not be read, on its way here"}),
	col("errorType", func(j jobRow) *string { return j.ErrorType }),
	col("errorMessage", func(j jobRow) *string { return j.ErrorMessage }),
	col("errorSignature", func(j jobRow) *string { return j.ErrorSignature }),
	col("unresolved", func(j jobRow) bool { return j.Unresolved }).as(look{description: "Failed and not made good since, by a later OK of the script on the node or of a re-run"}),
}

func reasons(list []contract.DropReason) []string {
	texts := make([]string, len(list))
	for i, reason := range list {
		texts[i] = string(reason)
	}
	return texts
}
