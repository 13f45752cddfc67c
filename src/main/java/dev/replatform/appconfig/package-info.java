/** AppConfig: a set of SSM parameters that an application reads its settings from. */
package dev.replatform.appconfig;
