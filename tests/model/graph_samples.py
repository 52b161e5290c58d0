"""Small valid files of each graph format, with what the formats know beyond our own writing."""

from typing import Final

PAJEK: Final = """% five firms
*Network friends
*Vertices 5
1 "Anton & Co"  0.10 0.20 0.5 ellipse ic Red
2 "Berta"       0.30 0.40 [1-3,7]
3 Cäsar
4 "Dora D."
5 "Emil"
*Arcs :1 "asks"
1 2 3 c Blue
2 1
*Edges :2 "likes"
3 4 1.5 [2-4]
*Arcslist :1
5 1 2
*Edgeslist :2
4 5
*Partition sector
*Vertices 5
1
1
2
2
3
"""

PAJEK_MATRIX: Final = """*Vertices 5 3
1 "a"
2 "b"
3 "c"
4 "V"
5 "W"
*Matrix
1 0
1 2
0 1
"""

DL_MATRICES: Final = """dl n=3, nm=2 diagonal=absent
labels:
"Anton & Co", berta
cäsar
matrix labels: asks, likes
data:
3 0
0 1
1 1

1 0
1 0
0 1
"""

DL_EDGES: Final = """dl nr=3, nc=3 format=edgelist2
labels embedded
data:
a V 2
b V
b "W w" 1.5
c W
"""

DL_NODES: Final = """DL n=4
format = nodelist1
labels: a b c d
data:
1 2 3
2 1
4 1 2 3
"""

MATRIX: Final = """;Anton;Berta;"C & Co"
Anton;0;0,5;1
Berta;0,25;0;
"C & Co";1;0;0
"""

GEXF: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz"
 version="1.2"><meta lastmodifieddate="2019-07-01"><creator>someone</creator></meta>
<graph mode="dynamic" defaultedgetype="undirected" timeformat="double">
<attributes class="node" mode="dynamic"><attribute id="0" title="sector" type="string">
<default>metal</default></attribute></attributes>
<nodes><node id="1" label="Anton" start="1"><attvalues><attvalue for="0" value="new" start="4"/>
<attvalue for="0" value="old" end="4"/></attvalues><viz:size value="3"/></node>
<node id="2" label="Berta"><spells><spell start="1" end="3"/><spell start="7"/></spells>
<nodes><node id="3" label="C&amp;C"/></nodes></node></nodes>
<edges><edge id="0" source="1" target="2" weight="2.5" type="directed"/>
<edge id="1" source="2" target="3" start="2" end="9"/></edges>
</graph></gexf>
"""

GRAPHML: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="size" attr.type="double"><default>1.5</default></key>
<key id="d1" for="edge" attr.name="weight" attr.type="double"/>
<key id="d2" for="node" attr.name="kind" attr.type="string"/>
<graph edgedefault="undirected"><node id="a"><data key="d2">Betrieb</data></node>
<node id="b"><data key="d0">7</data><data key="d2">firm</data><graph edgedefault="directed">
<node id="c"><data key="d2">manager</data></node></graph></node>
<edge source="a" target="b" directed="true"><data key="d1">3</data></edge>
<edge source="b" target="c"/></graph></graphml>
"""

SAMPLES: Final = {
    "pajek.paj": PAJEK,
    "matrix.net": PAJEK_MATRIX,
    "matrices.dl": DL_MATRICES,
    "edges.dl": DL_EDGES,
    "nodes.txt": DL_NODES,
    "matrix.csv": MATRIX,
    "friends.gexf": GEXF,
    "friends.graphml": GRAPHML,
}
"""The text of each by the name of a file."""
