/** DMS's premigration assessment: started, followed, told, and what it holds back. */
package dev.replatform.migration.assessment;
