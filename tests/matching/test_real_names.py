"""Names as they stand in real bills of materials lead to the right material, or are refused.

A name on the left of `certain` has to be known or, if it is refused, the material has to be
among the first three suggestions. A name under `refused` means something the database does not
hold: it must never be taken for a neighbour.
"""

from __future__ import annotations

import pytest

from celca.inventory import embedded, read_inventory
from celca.matching import Matcher

CERTAIN: dict[str, tuple[str, ...]] = {
    "steel": (
        *(
            "Steel",
            "carbon steel",
            "mild steel",
            "S235JR",
            "S355J2",
            "SS400",
            "A36",
            "Q235",
            "Q235B",
        ),
        *(
            "Stahl",
            "Baustahl",
            "Rundstahl S235",
            "鋼",
            "鉄",
            "炭素鋼",
            "鋼材",
            "钢",
            "碳钢",
            "碳素钢",
        ),
        *("S45C", "C45", "Steel, AISI 1045", "45#钢", "SPHC", "hot rolled steel", "熱延鋼板"),
        *("structural steel S275", "steel bracket", "Stahl, blank", "STEEL_DRIVE", "Q345钢板"),
    ),
    "steel-sheet": (
        *("SPCC", "SPCC t1.0", "DC01", "DC04", "cold rolled steel", "CRS", "冷間圧延鋼板"),
        *("冷延鋼板", "Stahlblech kaltgewalzt", "冷轧钢板", "SPCD", "steel sheet, cold-rolled"),
    ),
    "steel-galvanised": (
        *(
            "SECC",
            "SGCC",
            "galvanized steel",
            "galvanised steel sheet",
            "DX51D+Z",
            "verzinkter Stahl",
        ),
        *("亜鉛めっき鋼板", "溶融亜鉛めっき鋼板", "镀锌钢", "镀锌钢板", "SECC t0.8", "GI sheet"),
    ),
    "steel-tinplate": ("tinplate", "Weißblech", "ブリキ", "马口铁", "SPTE", "Tinplate 0.2 mm"),
    "stainless-steel": (
        *(
            "stainless steel",
            "SUS304",
            "SUS 304",
            "SUS316L",
            "SUS430",
            "1.4301",
            "1.4404",
            "X5CrNi18-10",
        ),
        *("AISI 304", "AISI 316L", "304 stainless", "18-8 stainless steel", "A2 stainless steel"),
        *("Edelstahl", "Edelstahl A2", "V2A", "ステンレス", "ステンレス鋼", "不锈钢", "不锈钢304"),
        *("Stainless Steel Shoulder Screw", "SUS304-2B t1.5", "stainless"),
    ),
    "cast-iron": (
        *("cast iron", "FC250", "FCD450", "GG25", "EN-GJL-250", "GJS-400", "鋳鉄", "ねずみ鋳鉄"),
        *("Grauguss", "Gusseisen", "HT200", "铸铁", "灰铸铁", "cast_iron", "grey cast iron"),
    ),
    "aluminium": (
        *("aluminium", "Aluminum", "aluminum alloy", "A6061", "6061-T6", "AL6061-T6"),
        *(
            "7075-T6",
            "アルミ",
            "アルミニウム",
            "アルミニウム合金",
            "铝",
            "铝合金",
            "6061铝合金",
            "Alu",
        ),
        *("Aluminum 6061", "AlMgSi0.5", "A2017"),
    ),
    "aluminium-sheet": (
        "aluminium sheet",
        "アルミ板",
        "A5052P",
        "Aluminiumblech",
        "铝板",
        "aluminum sheet 2 mm",
    ),
    "aluminium-profile": (
        *(
            "aluminium extrusion",
            "A6063S-T5",
            "EN AW-6060",
            "Aluminiumprofil",
            "アルミ押出材",
            "アルミニウム形材",
        ),
        *("铝型材", "铝合金型材", "aluminum extrusion profile", "aluminium profile IGU"),
    ),
    "aluminium-casting": (
        *(
            "ADC12",
            "die cast aluminium",
            "A380",
            "アルミダイカスト",
            "AlSi9Cu3",
            "AlSi12",
            "压铸铝",
        ),
        *(
            "Aluminiumguss",
            "AC4C",
            "aluminum die casting",
            "Aluminum, 319.0, permanent mold cast, T6",
        ),
    ),
    "copper": (
        *("copper", "C1100", "C1020", "Kupfer", "Cu-ETP", "銅", "純銅", "铜", "紫铜", "E-Cu"),
        *("copper wire", "C1100P", "T2紫铜"),
    ),
    "brass": (
        "brass",
        "C3604",
        "C2680",
        "CuZn37",
        "Messing",
        "黄銅",
        "真鍮",
        "黄铜",
        "H62",
        "CuZn39Pb3",
    ),
    "bronze": ("bronze", "CuSn8", "青銅", "Bronze", "青铜"),
    "zinc": ("zinc", "Zink", "亜鉛", "锌"),
    "zinc-alloy": ("ZDC2", "Zamak 3", "zinc die cast", "亜鉛ダイカスト", "锌合金", "ZAMAK"),
    "magnet-ndfeb": (
        "NdFeB magnet",
        "neodymium magnet",
        "ネオジム磁石",
        "钕铁硼磁铁",
        "Neodym-Magnet",
    ),
    "metals-average": ("metal", "Metall", "金属", "その他金属", "other metals"),
    "abs": (
        "ABS",
        "ABS resin",
        "ABS樹脂",
        "ABS plastic",
        "ABS塑料",
        "ABS (black)",
        "ABS-FR",
        "ABS V0",
    ),
    "pp": (
        "PP",
        "polypropylene",
        "PP-H",
        "ポリプロピレン",
        "Polypropylen",
        "聚丙烯",
        "PP (natural)",
        "PP copo",
    ),
    "pp-gf30": ("PP-GF30", "PP GF30", "PP+GF30"),
    "hdpe": (
        "HDPE",
        "PE-HD",
        "高密度ポリエチレン",
        "高密度聚乙烯",
        "HDPE bottle",
        "high density polyethylene",
    ),
    "ldpe": ("LDPE", "PE-LD", "低密度ポリエチレン", "低密度聚乙烯"),
    "lldpe": ("LLDPE", "直鎖状低密度ポリエチレン"),
    "polyethylene": (
        "PE",
        "polyethylene",
        "ポリエチレン",
        "Polyethylen",
        "聚乙烯",
    ),
    "pet": (
        "PET",
        "PETボトル",
        "Polyethylenterephthalat",
        "ポリエチレンテレフタレート",
        "PET film",
        "A-PET",
    ),
    "ps": ("PS", "polystyrene", "GPPS", "ポリスチレン", "Polystyrol", "聚苯乙烯"),
    "hips": ("HIPS", "耐衝撃性ポリスチレン", "high impact polystyrene"),
    "eps": ("EPS", "発泡スチロール", "Styropor", "expanded polystyrene", "EPS foam"),
    "polyamide": (
        *(
            "PA6",
            "PA66",
            "nylon",
            "Nylon 66, natural",
            "Polyamid",
            "ナイロン",
            "ポリアミド",
            "尼龙",
        ),
        *("PA 6", "Nylon 6", "PA66 (white)", "尼龙66", "66ナイロン", "recycled nylon", "ECONYL"),
    ),
    "polyamide-gf30": ("PA66-GF30", "PA6-GF30", "PA66 GF30", "PA6+GF30"),
    "pc": (
        "PC",
        "polycarbonate",
        "ポリカーボネート",
        "ポリカ",
        "Polycarbonat",
        "聚碳酸酯",
        "PC (clear)",
        "Makrolon",
    ),
    "pvc": (
        "PVC",
        "vinyl",
        "塩ビ",
        "ポリ塩化ビニル",
        "Polyvinylchlorid",
        "聚氯乙烯",
        "PVC-U",
        "塩化ビニル樹脂",
    ),
    "pur-foam": (
        "PU foam",
        "polyurethane foam",
        "ウレタンフォーム",
        "PUR",
        "PU-Schaum",
        "聚氨酯泡沫",
    ),
    "plastics-average": ("plastic", "Kunststoff", "プラスチック", "樹脂", "塑料", "plastics"),
    "pe-film": ("LDPE film", "PE bag", "PE袋"),
    "sealant-silicone": ("silicone sealant",),
    "epdm": ("EPDM", "EPDM gasket", "EPDMゴム"),
    "acrylic-fibre": ("acrylic fibre", "アクリル繊維"),
    "rubber": ("rubber", "NBR", "ゴム", "合成ゴム", "Gummi", "橡胶", "SBR"),
    "silicone": ("silicone", "シリコーン", "Silikon", "硅胶"),
    "pla": ("PLA", "ポリ乳酸", "polylactic acid", "聚乳酸", "PLA filament"),
    "bio-polyethylene": ("バイオポリエチレン", "green PE", "bio-PE"),
    "glass": ("glass", "ガラス", "Glas", "玻璃", "板ガラス", "float glass 4 mm"),
    "glass-container": ("glass bottle", "びんガラス", "Glasflasche", "玻璃瓶", "ガラスびん"),
    "glass-tempered": ("tempered glass", "強化ガラス", "钢化玻璃", "toughened glass"),
    "glass-fibre": (
        "glass fibre",
        "fiberglass",
        "ガラス繊維",
        "Glasfaser",
        "玻璃纤维",
        "glass_uni",
    ),
    "carbon-fibre": ("carbon fibre", "carbon fiber", "炭素繊維", "Kohlefaser", "碳纤维"),
    "wood": ("wood", "木材", "Holz", "木", "pine wood", "木头"),
    "plywood": ("plywood", "合板", "Sperrholz", "胶合板", "plywood 18 mm"),
    "mdf": ("MDF", "中密度繊維板", "MDF-Platte", "中密度纤维板", "MDF 16 mm"),
    "particleboard": ("particle board", "chipboard", "パーティクルボード", "Spanplatte", "刨花板"),
    "osb": ("OSB", "OSB-Platte", "定向刨花板"),
    "lvl": ("LVL", "Furnierschichtholz", "単板積層材"),
    "paper": ("paper", "紙", "Papier", "纸", "printed paper manual"),
    "paperboard": ("paperboard", "板紙", "Karton", "cardboard box (folding)", "纸板"),
    "corrugated-board": (
        *(
            "corrugated cardboard",
            "段ボール",
            "Wellpappe",
            "瓦楞纸箱",
            "corrugated box",
            "ダンボール",
        ),
    ),
    "textiles-average": ("textile", "fabric", "布", "Stoff", "textiles", "繊維"),
    "cotton": ("cotton", "綿", "Baumwolle", "棉", "コットン"),
    "polyester-fibre": ("polyester fibre", "ポリエステル繊維", "涤纶"),
    "polyester-yarn": ("polyester yarn",),
    "viscose": ("viscose", "レーヨン", "Viskose", "粘胶纤维"),
    "lyocell": ("lyocell", "テンセル", "Tencel"),
    "battery-li-ion": (
        "Li-ion battery",
        "リチウムイオン電池",
        "lithium ion battery pack",
        "锂离子电池",
    ),
    "electric-motor": ("electric motor", "モーター", "Elektromotor", "电机"),
    "paint": ("paint", "塗料", "Lack", "油漆", "primer"),
    "adhesive": ("adhesive", "接着剤", "Klebstoff", "胶水", "glue", "Glue for inductor"),
    "concrete": ("concrete", "コンクリート", "Beton", "混凝土"),
    "cement": ("cement", "セメント", "Zement", "水泥"),
    "titanium": ("titanium", "Ti-6Al-4V", "チタン", "钛合金", "Titanium Grade 5"),
    "wool": ("wool", "ウール", "Merino wool", "Schurwolle"),
    "natural-rubber": ("natural rubber", "天然ゴム", "天然橡胶", "Naturkautschuk"),
    "ceramic-tableware": ("porcelain", "磁器", "Porzellan", "陶磁器"),
    "stone-wool": ("stone wool", "Rockwool", "岩綿", "Steinwolle"),
    "clt": ("CLT", "cross-laminated timber", "直交集成板", "Brettsperrholz"),
    "cobalt": ("cobalt", "コバルト", "Kobalt"),
    "pmma": ("PMMA", "アクリル樹脂", "聚甲基丙烯酸甲酯", "PMMA (clear)", "PMMA, natural"),
    "pmma-sheet": ("acrylic plate", "アクリル板", "亚克力", "Acrylglas", "Plexiglas"),
    "san": ("SAN", "AS樹脂", "SAN resin"),
    "leather": ("leather", "本革", "Leder", "真皮"),
    "silver": ("silver", "銀", "Silber", "银"),
    "platinum": ("platinum", "白金", "Platin"),
    "tungsten": ("tungsten", "タングステン", "钨"),
    "solder-sac305": ("solder SAC305", "SAC305", "鉛フリーはんだ", "无铅焊锡"),
    "cable-copper": ("copper cable", "電線", "Kupferkabel", "电线"),
    "glass-wool": ("glass wool", "グラスウール", "Glaswolle", "玻璃棉"),
    "ceramic-tile": ("ceramic tile", "タイル", "瓷砖"),
    "ceramic-sanitary": ("衛生陶器", "Sanitärkeramik"),
    "cork": ("cork", "コルク", "Kork", "软木"),
    "gfrp-polyester": ("UP-GF", "glass fibre reinforced polyester", "聚酯玻璃钢"),
}

REFUSED = (
    *("PTFE", "Teflon", "PEEK", "POM", "Delrin", "TPU", "LCP", "PPS-GF40", "PBT", "PC/ABS"),
    *("ceramic", "陶瓷", "titanium dioxide", "steel wool", "Al2O3", "tungsten carbide"),
    *("PU leather", "合成皮革", "silver-plated copper", "acrylic paint"),
    *("FR4", "PCBA", "CFRP", "GFRP", "bamboo", "LAN cable", "solder paste", "carpet tile"),
)

NAMES = [(name, material) for material, names in CERTAIN.items() for name in names]
FIRST = 3


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_inventory(embedded()["celca-open"]), {})


def test_there_are_three_hundred_names_in_four_languages() -> None:
    assert len({name for name, _ in NAMES}) + len(REFUSED) >= 300
    assert sum(not name.isascii() for name, _ in NAMES) > 100


def test_no_name_is_silently_taken_for_another_material(matcher: Matcher) -> None:
    wrong = {
        name: (found.target, right)
        for name, right in NAMES
        if (found := matcher.find(name)) and found.target != right
    }
    assert wrong == {}


def test_no_name_of_a_material_that_is_missing_is_taken_for_a_neighbour(matcher: Matcher) -> None:
    taken = {name: found.target for name in REFUSED if (found := matcher.find(name))}
    assert taken == {}


def test_nine_names_of_ten_are_known_or_refused_with_the_right_one_among_the_first_three(
    matcher: Matcher,
) -> None:
    missed = {
        name: matcher.nearest(name, FIRST)
        for name, right in NAMES
        if matcher.find(name) is None and right not in matcher.nearest(name, FIRST)
    }
    assert len(missed) <= len(NAMES) / 10, missed


@pytest.mark.parametrize(
    ("name", "material"),
    [
        ("Alloy Steel (SS)", "steel"),  # SolidWorks
        ("1060 Alloy", "aluminium-sheet"),
        ("PC High Viscosity", "pc"),
        ("Acrylic (Medium-high impact)", "pmma"),
        ("Steel, Mild", "steel"),  # Fusion 360
        ("Iron, Ductile", "cast-iron"),
        ("Polyethylene, Low Density", "ldpe"),
        ("Steel - 4140", "steel"),  # Onshape
        ("SWCH18A", "steel"),  # JIS
        ("SCM435", "steel"),
        ("SUSXM7", "stainless-steel"),
        ("CAC406", "bronze"),
        ("42CrMo4", "steel"),  # EN
        ("EN AW-6082", "aluminium"),
        ("Stahl 8.8", "steel"),
        ("QT500-7", "cast-iron"),  # GB
        ("201不锈钢", "stainless-steel"),
        ("acciaio inox", "stainless-steel"),
        ("aluminio", "aluminium"),
    ],
)
def test_names_of_cad_libraries_and_of_more_standards_are_known(
    name: str, material: str, matcher: Matcher
) -> None:
    found = matcher.find(name)
    assert found is not None
    assert found.target == material
