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
		rows[i] = withoutSource(script)
	}
	frame := table("jumpscript", rows, jumpScriptColumns, jumpScriptLooks)
	source := table("jumpscript", scripts, sourceColumns, sourceLooks)
	frame.Fields = append(frame.Fields, source.Fields...)
	frame.Meta = meta(Custom{Kind: "jumpscript"})
	return frame
}

type sourceRow = contract.JumpScriptDetails

var sourceColumns = []column[sourceRow]{
	col("text", func(s sourceRow) string { return s.Text }),
	col("versions", func(s sourceRow) json.RawMessage { return toJSON(s.Versions) }),
}

var sourceLooks = looks{
	"text":     {label: "Source"},
	"versions": {label: "Versions"},
}

func withoutSource(s contract.JumpScriptDetails) contract.JumpScript {
	return contract.JumpScript{
		Args: s.Args, Async: s.Async, Author: s.Author, Category: s.Category, DeclaredVersion: s.DeclaredVersion, Descr: s.Descr,
		Enable: s.Enable, Gid: s.Gid, Hash: s.Hash, Id: s.Id, IsBroken: s.IsBroken, IsDeleted: s.IsDeleted, License: s.License,
		Log: s.Log, Name: s.Name, Order: s.Order, Organization: s.Organization, ParseError: s.ParseError, Path: s.Path,
		Period: s.Period, Queue: s.Queue, Roles: s.Roles, Startatboot: s.Startatboot, TimeoutSeconds: s.TimeoutSeconds,
		UpdatedAt: s.UpdatedAt, Version: s.Version,
	}
}
