package controller

import "github.com/openvcloud/jobs-grafana/pkg/contract"

// ListNodes asks for the nodes and their agents.
func ListNodes() Request[contract.NodeList] { return request[contract.NodeList]("/nodes", nil) }

// ListQueues asks for depth and running per node and queue.
func ListQueues() Request[contract.QueueList] { return request[contract.QueueList]("/queues", nil) }

// GetInfo asks what the controller is and holds.
func GetInfo() Request[contract.ControllerInfo] {
	return request[contract.ControllerInfo]("/info", nil)
}
