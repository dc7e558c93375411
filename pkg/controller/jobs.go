package controller

import "github.com/openvcloud/jobs-grafana/pkg/contract"

// ListJobs asks for a page of jobs.
func ListJobs(params contract.ListJobsParams) Request[contract.JobList] {
	return request[contract.JobList]("/jobs", params)
}

// GetJob asks for one job.
func GetJob(guid ID) Request[contract.Job] {
	return request[contract.Job]("/jobs/"+guid.String(), nil)
}

// CountJobs asks for exact counts.
func CountJobs(params contract.CountJobsParams) Request[contract.JobCounts] {
	return request[contract.JobCounts]("/stats/jobs", params)
}
