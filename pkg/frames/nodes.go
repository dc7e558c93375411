package frames

import (
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Nodes is one table; its fields are Node's properties.
func Nodes(nodes contract.NodeList) data.Frames {
	frame := table("nodes", nodes.Items, nodeColumns, nodeLooks)
	frame.Meta = meta(Custom{Kind: "nodes", AsOf: nodes.AsOf})
	return data.Frames{frame}
}

type nodeRow = contract.Node

var nodeColumns = []column[nodeRow]{
	col("name", func(n nodeRow) string { return n.Name }),
	col("isLive", func(n nodeRow) bool { return n.IsLive }),
	col("status", func(n nodeRow) string { return string(n.Status) }),
	col("roles", func(n nodeRow) string { return words(n.Roles) }),
	col("running", func(n nodeRow) int64 { return int64(n.Running) }),
	col("scheduled", func(n nodeRow) int64 { return int64(n.Scheduled) }),
	col("lastSeen", func(n nodeRow) time.Time { return at(n.LastSeen) }),
	col("registeredAt", func(n nodeRow) time.Time { return at(n.RegisteredAt) }),
	col("addresses", func(n nodeRow) string { return words(n.Addresses) }),
	col("gid", func(n nodeRow) int64 { return int64(n.Gid) }),
	col("nid", func(n nodeRow) int64 { return int64(n.Nid) }),
	col("agentVersion", func(n nodeRow) string { return n.AgentVersion }),
	col("cpuPercent", func(n nodeRow) *float64 { return stat(n, "cpu_percent") }),
	col("load1", func(n nodeRow) *float64 { return stat(n, "load1") }),
	col("memoryPercent", func(n nodeRow) *float64 { return memoryPercent(n) }),
	col("diskPercent", func(n nodeRow) *float64 { return stat(n, "disk_used_percent:/") }),
	col("workers", func(n nodeRow) json.RawMessage { return toJSON(n.Workers) }),
	col("stats", func(n nodeRow) json.RawMessage { return toJSON(n.Stats) }),
	col("statsTime", func(n nodeRow) *time.Time { return atOrNil(n.StatsTime) }),
}

var nodeLooks = looks{
	"name":          {label: "Node"},
	"isLive":        {label: "Live", description: "The agent has been heard within its lease"},
	"status":        {label: "Status", description: "Set by people: ENABLED, MAINTENANCE or DECOMMISSIONED"},
	"gid":           {label: "Grid"},
	"nid":           {label: "Node id"},
	"roles":         {label: "Roles"},
	"running":       {label: "Running"},
	"scheduled":     {label: "Scheduled", description: "Jobs that wait for a worker of this node"},
	"lastSeen":      {label: "Last seen", unit: wholeSeconds},
	"registeredAt":  {label: "Registered", unit: wholeSeconds},
	"addresses":     {label: "Addresses"},
	"agentVersion":  {label: "Agent version"},
	"cpuPercent":    {label: "CPU", unit: "percent"},
	"load1":         {label: "Load", description: "Average of the last minute"},
	"memoryPercent": {label: "Memory", unit: "percent", description: "Used part of the memory"},
	"diskPercent":   {label: "Disk", unit: "percent", description: "Used part of the file system at /"},
	"workers":       {label: "Workers", description: "Slots per queue"},
	"stats":         {label: "Stats", description: "Latest value of each node stat"},
	"statsTime":     {label: "Stats of", unit: wholeSeconds},
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
