package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Custom is meta.custom of a frame: what our panels need beside the rows.
type Custom struct {
	// Kind is the query type the frame answers.
	Kind     string             `json:"kind"`
	Total    *contract.Total    `json:"total,omitempty"`
	Page     *contract.Page     `json:"page,omitempty"`
	Coverage *contract.Coverage `json:"coverage,omitempty"`
	// AsOf is the time of an answer that has no coverage: nodes and queues, which are always complete.
	AsOf int64 `json:"asOf,omitempty"`
	// Limit of log lines: from it and their times Grafana's log list says how much of the time range they cover.
	Limit int `json:"limit,omitempty"`
	// SearchWords are highlighted by Grafana's log list.
	SearchWords []string `json:"searchWords,omitempty"`
	// ResultType "exemplar" is how Grafana's heatmap knows exemplars.
	ResultType string `json:"resultType,omitempty"`
	// Live is of the frames of a channel of Grafana Live.
	Live *Live `json:"live,omitempty"`
}

func meta(custom Custom) *data.FrameMeta {
	return &data.FrameMeta{Custom: custom, PreferredVisualization: data.VisTypeTable, Notices: notices(custom.Coverage)}
}

// notices says aloud what a limit took away, and which sources are behind: nothing is cut in silence.
func notices(coverage *contract.Coverage) []data.Notice {
	if coverage == nil {
		return nil
	}
	var texts []string
	if coverage.IsCut {
		texts = append(texts, cutText(coverage.Notice))
	}
	if coverage.Behind != nil {
		texts = append(texts, *coverage.Behind...)
	}
	var notices []data.Notice
	for _, text := range texts {
		notices = append(notices, data.Notice{Severity: data.NoticeSeverityWarning, Text: text})
	}
	return notices
}

func cutText(notice *string) string {
	if notice == nil {
		return "A limit removed rows from this answer. Narrow the filters or the time range to see all."
	}
	return *notice
}

// nothingChosen explains an empty frame on a details dashboard that was opened without choosing what to show.
func nothingChosen(frame *data.Frame, text string) *data.Frame {
	frame.Meta.Notices = append(frame.Meta.Notices, data.Notice{Severity: data.NoticeSeverityInfo, Text: text})
	return frame
}
