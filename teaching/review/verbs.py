"""Verbs that open a command in a constitution, and which of them are as often a noun."""

import re

VERBS = frozenset(
    "use write add keep follow prefer avoid make ensure put place name handle validate check document wrap raise throw "
    "log import export return create define include update commit mock limit store read call extract split separate "
    "favor favour treat apply implement respect maintain leave set pass type sanitize sanitise escape squash bump "
    "report guard catch close clean cache batch measure annotate inject isolate delete drop replace rename move merge "
    "rebase link mention quote cite show fail exit retry await lock hash encrypt protect paginate migrate seed stub "
    "assert cover break order align indent spell stay be think plan propose suggest summarize summarise wait color "
    "colour mark assume expect pin declare group sort format explain ask reference respond stop verify review colocate "
    "co-locate run do test build start work push open choose pick rely resist default reuse refactor remove note "
    "remember consider give tell say state describe provide specify configure enable disable register expose hide "
    "restrict match mirror preserve propagate surface skip confirm consult look search find grep compare parametrize "
    "parameterize enumerate pair copy reach bind derive compute resolve fetch load save send emit capture record track "
    "tag label number capitalize abbreviate shorten simplify minimize minimise reduce reject refuse accept allow "
    "forbid "
    "require demand depend inherit extend compose decorate memoize debounce throttle stream render style prefix suffix "
    "qualify scope constrain bound cap clamp round convert parse serialize deserialize normalize normalise trim strip "
    "redact mask rotate revoke authenticate authorize deploy release ship publish tear roll back revert reset bring "
    "come go get take hold let turn switch try finish complete end begin continue repeat iterate answer speak talk "
    "reply communicate discuss agree teach guide help push prompt challenge point focus aim strive optimize optimise "
    "profile benchmark lint typecheck debug reproduce trace inspect audit monitor watch observe alert notify warn "
    "collect gather join concatenate interpolate fold flatten nest unnest un-nest inline hoist lift invert negate "
    "early-return activate install upgrade downgrade fork clone branch cherry-pick stage sign credit attribute own "
    "touch edit modify change alter adjust fix repair resolve recover degrade fall cross-check double-check reserve "
    "allocate free dispose release flush sync batch queue schedule delegate dispatch route map filter reduce chain "
    "prune promote demote honor honour obey heed trust distrust distinguish differentiate favor mind watch generate "
    "regenerate rerun re-run execute invoke trigger present offer quote translate localize store persist index".split()
)
# Words that are as often a noun: they command only before a word that opens an object.
NOUNS = frozenset(
    "test build cache type log name commit format import export return report review mock release plan check store "
    "order run call batch index group label filter queue stream state handle hook query search document sort limit "
    "guard lock hash link mark stub seed retry cover break fail wait stage route map chain branch fork record track "
    "tag number trace profile benchmark lint debug audit monitor alert sample work start end default design style set "
    "push pull point focus change fix note color colour scope index cap round reference process support request "
    "access lead close open default prefix suffix deploy switch prompt help match turn place show find sync schedule "
    "guide state code mask clone load reset free capture ship trust demand offer present lift trim strip mirror "
    "exit answer "
    "talk guide surface aim hold touch own join scale hook hide pair copy".split()
)
OPENS_OBJECT = re.compile(
    r"(?:the|a|an|all|every|each|any|your|our|new|only|both|no|its|their|them|it|this|that|these|those|one|what|how|why"
    r"|where|which|if|when|whether|before|after|in|into|on|at|to|from|with|without|against|via|through|as|by|up|out"
    r"|off|down|early|often|always|never|first|as|and|or|nothing|everything|errors?|public|private|unit|external|user"
    r"|functions?|classes|tests|files|code|values|props|data|messages|changes|inputs?|booleans?|published|small"
    r"|large|existing|deployed|constants|configuration|events|exceptions|`.*|\"|\d.*)$"
)
