package controller

import "github.com/openvcloud/jobs-grafana/pkg/contract"

// ListLogs asks for a page of the log lines of all jobs.
func ListLogs(params contract.ListLogsParams) Request[contract.LogList] {
	return request[contract.LogList]("/logs", params)
}

// ListJobLogs asks for a page of one job's log lines.
func ListJobLogs(guid ID, params contract.ListLogsParams) Request[contract.LogList] {
	return request[contract.LogList]("/jobs/"+guid.String()+"/logs", params)
}
