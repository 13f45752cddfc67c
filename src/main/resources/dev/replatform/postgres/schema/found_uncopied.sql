-- What is not copied. It blocks where the application misses it as such; where something is made of it, that blocks.
SELECT code, object, reason AS text, is_missed AS blocks,
       CASE code WHEN 'EventTrigger' THEN 'make it on the target after the switch, as the master' WHEN 'Publication' THEN 'make it on the target after the switch: CREATE PUBLICATION'
         ELSE 'make it on the target yourself, or do without it' END AS remedy
FROM told ORDER BY 1, 2
