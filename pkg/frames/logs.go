package frames

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Logs is one frame of Grafana's log-lines type, so that Explore and the core log list show it too. They find
// timestamp, body, severity, id and labels by exactly these names and types; the other fields are for our own panel.
func Logs(lines contract.LogList, search *string) data.Frames {
	frame := table("logs", lines.Items, logColumns, nil)
	custom := Custom{Kind: "logs", Total: &lines.Total, Page: &lines.Page, Coverage: &lines.Coverage, Limit: lines.Page.Limit}
	if search != nil {
		custom.SearchWords = []string{*search}
	}
	frame.Meta = meta(custom)
	frame.Meta.Type = data.FrameTypeLogLines
	frame.Meta.TypeVersion = data.FrameTypeVersion{0, 0}
	frame.Meta.PreferredVisualization = data.VisTypeLogs
	return data.Frames{frame}
}

type logRow = contract.LogLine

var logColumns = []column[logRow]{
	col("timestamp", timeOfLine),
	col("body", func(l logRow) string { return l.Message }),
	col("severity", func(l logRow) string { return levelWord(l.Level) }),
	col("id", func(l logRow) string { return fmt.Sprintf("%s-%d", l.JobGuid, l.Seq) }),
	col("labels", logLabels),
	col("seq", func(l logRow) int64 { return l.Seq }),
	col("level", func(l logRow) int64 { return int64(l.Level) }),
	col("nativeLevel", func(l logRow) *string { return l.NativeLevel }),
	col("category", func(l logRow) string { return l.Category }),
	col("appName", func(l logRow) string { return l.AppName }),
	col("jobGuid", func(l logRow) string { return l.JobGuid }),
	col("source", func(l logRow) string { return l.Source }),
	col("gid", func(l logRow) int64 { return int64(l.Gid) }),
	col("nid", func(l logRow) int64 { return int64(l.Nid) }),
	col("nodeName", func(l logRow) *string { return l.NodeName }),
	col("pid", func(l logRow) *int64 { return wholeOrNil(l.Pid) }),
	col("organization", func(l logRow) string { return l.Organization }),
	col("cmd", func(l logRow) string { return l.Cmd }),
	col("tags", func(l logRow) json.RawMessage { return list(l.Tags) }),
	col("truncatedFrom", func(l logRow) *int64 { return l.TruncatedFrom }),
}

// nanosPerMs: a job's line stands after those of its millisecond that came before it.
const nanosPerMs = int64(time.Millisecond)

// timeOfLine is the line's millisecond, and in place of the nanoseconds that nobody measured its place in the job. By its
// time alone Grafana sorts lines, tells a line's context before from after, and takes lines of one text and time for the
// same one; with several lines in a millisecond it would mix them up, and lose some.
func timeOfLine(l logRow) time.Time {
	return at(l.Time).Add(time.Duration(l.Seq % nanosPerMs))
}

// logLabels are what one filters log lines by with a click in Explore, called as conditions call it, but for two that
// are put in words: src/datasource/explore/clickedCondition.ts takes them back.
func logLabels(l logRow) json.RawMessage {
	labels := map[string]string{
		"organization": l.Organization, "cmd": l.Cmd, "category": l.Category, "jobGuid": l.JobGuid,
		"level": levelWord(l.Level), "queue": strings.TrimPrefix(l.AppName, "agent:"),
	}
	if l.Source != contract.TheRules.OwnSource {
		labels["source"] = l.Source
	}
	if l.NodeName != nil {
		labels["nodeName"] = *l.NodeName
	}
	return toJSON(labels)
}

// levelWord as Grafana knows it: it colours lines and the log volume by it.
func levelWord(level int) string { return contract.TheRules.LogLevels[strconv.Itoa(level)] }
