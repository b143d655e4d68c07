// Package compose reads compose files: which account, rights, files and ports each service has, and what is written into it.
//
// Files are put together as compose does it (compose-go v2.16.2, loader and override; compose-spec 05-services, 13-merge,
// 14-include): the override beside the main file, extends, include, the tags !reset and !override, anchors. Every value
// keeps the place in the file that states it. Variables come from outside and are not known; what `${X:-…}` falls back to is.
package compose
