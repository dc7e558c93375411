package frames

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Nodes is one table; its fields are Node's properties.
func Nodes(nodes contract.NodeList) data.Frames {
	frame := table("nodes", nodes.Items, nodeColumns, nil)
	frame.Meta = meta(Custom{Kind: "nodes", AsOf: nodes.AsOf})
	return data.Frames{frame}
}

type nodeRow = contract.Node

var nodeColumns = []column[nodeRow]{
	col("name", func(n nodeRow) string { return n.Name }).as(look{label: "Node"}),
	col("isLive", func(n nodeRow) bool { return n.IsLive }).as(look{label: "Live", description: "The agent has been heard within its lease"}),
	col("status", func(n nodeRow) string { return string(n.Status) }).as(look{label: "Status", description: "Set by people: ENABLED, MAINTENANCE or DECOMMISSIONED"}),
	col("roles", func(n nodeRow) string { return words(n.Roles) }).as(look{label: "Roles"}),
	col("askedRoles", func(n nodeRow) string { return words(n.AskedRoles) }).as(look{label: "Roles asked for", description: "Its agent asks for them and was not given them: without effect until an admin gives them"}),
	col("running", func(n nodeRow) int64 { return int64(n.Running) }).as(look{label: "Running"}),
	col("scheduled", func(n nodeRow) int64 { return int64(n.Scheduled) }).as(look{label: "Scheduled", description: "Jobs that wait for a worker of this node"}),
	col("lastSeen", func(n nodeRow) time.Time { return at(n.LastSeen) }).as(look{label: "Last seen", unit: wholeSeconds}),
	col("registeredAt", func(n nodeRow) time.Time { return at(n.RegisteredAt) }).as(look{label: "Registered", unit: wholeSeconds}),
	col("identityFrom", func(n nodeRow) string { return string(n.IdentityFrom) }).as(look{label: "Name and roles from", description: "TOKEN: given with its agent's token. ADMIN: to the node itself. SETTINGS: by the controller's settings. FORMER: its agent's word, from before they were given. NOBODY: none were given. SOURCE: by another controller"}),
	col("askedName", func(n nodeRow) *string { return n.AskedName }).as(look{label: "Calls itself", description: "The name its agent gives, when that is another one"}),
	col("addresses", func(n nodeRow) string { return words(n.Addresses) }).as(look{label: "Addresses"}),
	col("source", func(n nodeRow) string { return n.Source }).as(look{label: "Source", description: "The controller that has this node"}),
	col("nativeStatus", func(n nodeRow) *string { return n.NativeStatus }).as(look{label: "Native status", description: "The source's own word for the status"}),
	col("gid", func(n nodeRow) int64 { return int64(n.Gid) }).as(look{label: "Grid"}),
	col("nid", func(n nodeRow) int64 { return int64(n.Nid) }).as(look{label: "Node id"}),
	col("agentVersion", func(n nodeRow) string { return n.AgentVersion }).as(look{label: "Agent version"}),
	col("pythonVersion", func(n nodeRow) *string { return n.PythonVersion }).as(look{label: "Python", description: "What JumpScripts run with there; empty: its agent is of a version that does not say"}),
	col("pythonPath", func(n nodeRow) *string { return n.PythonPath }).as(look{label: "Python at"}),
	col("cpuPercent", func(n nodeRow) *float64 { return stat(n, "cpu_percent") }).as(look{label: "CPU", unit: "percent"}),
	col("load1", func(n nodeRow) *float64 { return stat(n, "load1") }).as(look{label: "Load", description: "Average of the last minute"}),
	col("memoryPercent", func(n nodeRow) *float64 { return memoryPercent(n) }).as(look{label: "Memory", unit: "percent", description: "Used part of the memory"}),
	col("diskPercent", func(n nodeRow) *float64 { return stat(n, "disk_used_percent:/") }).as(look{label: "Disk", unit: "percent", description: "Used part of the file system at /"}),
	col("workers", func(n nodeRow) json.RawMessage { return toJSON(n.Workers) }).as(look{label: "Workers", description: "Slots per queue"}),
	col("stats", func(n nodeRow) json.RawMessage { return toJSON(n.Stats) }).as(look{label: "Stats", description: "Latest value of each node stat"}),
	col("statsTime", func(n nodeRow) *time.Time { return atOrNil(n.StatsTime) }).as(look{label: "Stats of", unit: wholeSeconds}),
}

// stat is nil when the node did not report it.
func stat(n nodeRow, name string) *float64 {
	if value, isKnown := n.Stats[name]; isKnown {
		return &value
	}
	return nil
}

func memoryPercent(n nodeRow) *float64 {
	used, total := stat(n, "memory_used_bytes"), stat(n, "memory_total_bytes")
	if used == nil || total == nil || *total <= 0 {
		return nil
	}
	percent := 100 * *used / *total
	return &percent
}

// NodeNumbers are what alert rules ask of nodes. Decommissioned ones are not missed, and an agent in maintenance may be away. What
// another controller tells of its nodes is no heartbeat.
var NodeNumbers = NumbersOf[contract.NodeList, nodeRow]{
	Kind:    "nodes",
	Rows:    func(nodes contract.NodeList) []nodeRow { return nodes.Items },
	AsOf:    func(nodes contract.NodeList) int64 { return nodes.AsOf },
	Labels:  func(n nodeRow) data.Labels { return data.Labels{"nid": strconv.Itoa(n.Nid), "nodeName": n.Name} },
	Default: "away",
	Figures: map[string]Figure[nodeRow]{
		"away": {Name: "Agent away", Of: func(n nodeRow, _ int64) *float64 {
			switch {
			case n.Status == contract.DECOMMISSIONED || n.Source != contract.TheRules.OwnSource:
				return nil
			case n.IsLive || n.Status == contract.MAINTENANCE:
				return number(0)
			}
			return number(1)
		}},
		"silentSeconds": {Name: "Not heard for", Unit: "s", Of: func(n nodeRow, asOf int64) *float64 {
			if n.Status == contract.DECOMMISSIONED || n.Source != contract.TheRules.OwnSource {
				return nil
			}
			return since(n.LastSeen, asOf)
		}},
	},
}
