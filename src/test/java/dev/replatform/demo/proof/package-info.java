/** What is proved at the journey's end, looking from outside: at rows, files, parameters and bytes, not at the operator's word. */
package dev.replatform.demo.proof;
