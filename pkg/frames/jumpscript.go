package frames

import (
	"encoding/json"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JumpScript is a table of one row: the fields of JumpScripts, the source and the versions.
func JumpScript(script contract.JumpScriptDetails) data.Frames {
	return data.Frames{jumpScriptTable([]contract.JumpScriptDetails{script})}
}

// NoJumpScript is the same table without a row, when none was chosen.
func NoJumpScript() data.Frames {
	return data.Frames{nothingChosen(jumpScriptTable(nil), "No JumpScript is chosen. Open one from the JumpScripts dashboard, or from a job.")}
}

func jumpScriptTable(scripts []contract.JumpScriptDetails) *data.Frame {
	rows := make([]jumpScriptRow, len(scripts))
	for i, script := range scripts {
		rows[i] = lessOf[jumpScriptRow](script)
	}
	frame := table("jumpscript", rows, jumpScriptColumns, contract.TheRules.Fields.JumpScripts)
	source := table("jumpscript", scripts, sourceColumns, nil)
	frame.Fields = append(frame.Fields, source.Fields...)
	frame.Meta = meta(Custom{Kind: "jumpscript"})
	return frame
}

type sourceRow = contract.JumpScriptDetails

var sourceColumns = []column[sourceRow]{
	col("text", func(s sourceRow) string { return s.Text }).as(look{label: "Source"}),
	col("versions", func(s sourceRow) json.RawMessage { return toJSON(s.Versions) }).as(look{label: "Versions"}),
}
