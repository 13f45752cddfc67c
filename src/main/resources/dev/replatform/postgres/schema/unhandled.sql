SELECT code || ':' || object AS key, reason AS statement FROM told WHERE code NOT IN ('Function', 'TextSearchDictionary') -- those are tried
