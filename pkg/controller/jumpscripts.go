package controller

import "github.com/openvcloud/jobs-grafana/pkg/contract"

// ListJumpScripts asks for the current versions.
func ListJumpScripts(params contract.ListJumpScriptsParams) Request[contract.JumpScriptList] {
	return request[contract.JumpScriptList]("/jumpscripts", params)
}

// GetJumpScript asks for one version with its source.
func GetJumpScript(id ID, params contract.GetJumpScriptParams) Request[contract.JumpScriptDetails] {
	return request[contract.JumpScriptDetails]("/jumpscripts/"+id.String(), params)
}
