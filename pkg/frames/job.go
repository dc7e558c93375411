package frames

import (
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Job is a table of one row: the fields of Jobs, and what is too heavy for a list.
func Job(job contract.Job) data.Frames {
	return data.Frames{jobTable([]contract.Job{job})}
}

// NoJob is the same table without a row, when no job was chosen.
func NoJob() data.Frames {
	return data.Frames{nothingChosen(jobTable(nil), "No job is chosen. Open one from the Jobs dashboard.")}
}

func jobTable(jobs []contract.Job) *data.Frame {
	rows := make([]jobRow, len(jobs))
	for i, job := range jobs {
		rows[i] = summarise(job)
	}
	frame := table("job", rows, jobColumns, contract.TheRules.Fields.Jobs)
	heavy := table("job", jobs, heavyColumns, nil)
	frame.Fields = append(frame.Fields, heavy.Fields...)
	frame.Meta = meta(Custom{Kind: "job"})
	return frame
}

type heavyRow = contract.Job

const roundedByBrowsers = "The JSON text, set when it holds numbers that a browser would round"

var heavyColumns = []column[heavyRow]{
	col("args", func(j heavyRow) *json.RawMessage { return j.Args }).as(look{label: "Arguments"}),
	col("argsText", func(j heavyRow) *string { return exactText(j.Args) }).as(look{label: "Arguments, to the digit", description: roundedByBrowsers}),
	col("result", func(j heavyRow) *json.RawMessage { return j.Result }).as(look{label: "Result (JSON)"}),
	col("resultText", func(j heavyRow) *string { return exactText(j.Result) }).as(look{label: "Result, to the digit", description: roundedByBrowsers}),
	col("error", func(j heavyRow) *json.RawMessage { return errorJSON(j.Error) }).as(look{label: "Error"}),
	col("resultTruncated", func(j heavyRow) *int64 { return j.ResultTruncated }).as(look{label: "True size of the result", unit: "bytes", description: "Set when the stored result is shortened"}),
	col("jumpscriptHash", func(j heavyRow) *string { return j.JumpscriptHash }).as(look{label: "JumpScript hash", description: "SHA-256 of the source it ran"}),
	col("leaseUntil", func(j heavyRow) *time.Time { return atOrNil(j.LeaseUntil) }).as(look{label: "Lease until"}),
}

func errorJSON(fault *contract.JobError) *json.RawMessage {
	if fault == nil {
		return nil
	}
	text := toJSON(fault)
	return &text
}

const previewChars = 300

// summarise makes the row the jobs list would have, so that both frames have the same fields with the same meaning.
func summarise(j contract.Job) contract.JobSummary {
	summary := lessOf[contract.JobSummary](j)
	if j.Error != nil {
		message := firstChars(j.Error.Message)
		summary.ErrorType, summary.ErrorSignature = &j.Error.Type, &j.Error.Signature
		summary.ErrorMessage, summary.ResultPreview = &message, &message
	} else if j.Result != nil {
		preview := firstChars(string(*j.Result))
		summary.ResultPreview = &preview
	}
	return summary
}

func firstChars(text string) string {
	if runes := []rune(text); len(runes) > previewChars {
		return string(runes[:previewChars])
	}
	return text
}
