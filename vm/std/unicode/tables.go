package unicode

// The tables are in C; Is asks C without looking into them.

// The general categories.
var (
	C  = class(0)
	Cc = class(1)
	Cf = class(2)
	Co = class(3)
	Cs = class(4)
	L  = class(5)
	Ll = class(6)
	Lm = class(7)
	Lo = class(8)
	Lt = class(9)
	Lu = class(10)
	M  = class(11)
	Mc = class(12)
	Me = class(13)
	Mn = class(14)
	N  = class(15)
	Nd = class(16)
	Nl = class(17)
	No = class(18)
	P  = class(19)
	Pc = class(20)
	Pd = class(21)
	Pe = class(22)
	Pf = class(23)
	Pi = class(24)
	Po = class(25)
	Ps = class(26)
	S  = class(27)
	Sc = class(28)
	Sk = class(29)
	Sm = class(30)
	So = class(31)
	Z  = class(32)
	Zl = class(33)
	Zp = class(34)
	Zs = class(35)
)

// Categories are the general categories by name.
var Categories = map[string]*RangeTable{
	"C":  C,
	"Cc": Cc,
	"Cf": Cf,
	"Co": Co,
	"Cs": Cs,
	"L":  L,
	"Ll": Ll,
	"Lm": Lm,
	"Lo": Lo,
	"Lt": Lt,
	"Lu": Lu,
	"M":  M,
	"Mc": Mc,
	"Me": Me,
	"Mn": Mn,
	"N":  N,
	"Nd": Nd,
	"Nl": Nl,
	"No": No,
	"P":  P,
	"Pc": Pc,
	"Pd": Pd,
	"Pe": Pe,
	"Pf": Pf,
	"Pi": Pi,
	"Po": Po,
	"Ps": Ps,
	"S":  S,
	"Sc": Sc,
	"Sk": Sk,
	"Sm": Sm,
	"So": So,
	"Z":  Z,
	"Zl": Zl,
	"Zp": Zp,
	"Zs": Zs,
}

// The scripts.
var (
	Adlam                  = class(36)
	Ahom                   = class(37)
	Anatolian_Hieroglyphs  = class(38)
	Arabic                 = class(39)
	Armenian               = class(40)
	Avestan                = class(41)
	Balinese               = class(42)
	Bamum                  = class(43)
	Bassa_Vah              = class(44)
	Batak                  = class(45)
	Bengali                = class(46)
	Bhaiksuki              = class(47)
	Bopomofo               = class(48)
	Brahmi                 = class(49)
	Braille                = class(50)
	Buginese               = class(51)
	Buhid                  = class(52)
	Canadian_Aboriginal    = class(53)
	Carian                 = class(54)
	Caucasian_Albanian     = class(55)
	Chakma                 = class(56)
	Cham                   = class(57)
	Cherokee               = class(58)
	Chorasmian             = class(59)
	Common                 = class(60)
	Coptic                 = class(61)
	Cuneiform              = class(62)
	Cypriot                = class(63)
	Cypro_Minoan           = class(64)
	Cyrillic               = class(65)
	Deseret                = class(66)
	Devanagari             = class(67)
	Dives_Akuru            = class(68)
	Dogra                  = class(69)
	Duployan               = class(70)
	Egyptian_Hieroglyphs   = class(71)
	Elbasan                = class(72)
	Elymaic                = class(73)
	Ethiopic               = class(74)
	Georgian               = class(75)
	Glagolitic             = class(76)
	Gothic                 = class(77)
	Grantha                = class(78)
	Greek                  = class(79)
	Gujarati               = class(80)
	Gunjala_Gondi          = class(81)
	Gurmukhi               = class(82)
	Han                    = class(83)
	Hangul                 = class(84)
	Hanifi_Rohingya        = class(85)
	Hanunoo                = class(86)
	Hatran                 = class(87)
	Hebrew                 = class(88)
	Hiragana               = class(89)
	Imperial_Aramaic       = class(90)
	Inherited              = class(91)
	Inscriptional_Pahlavi  = class(92)
	Inscriptional_Parthian = class(93)
	Javanese               = class(94)
	Kaithi                 = class(95)
	Kannada                = class(96)
	Katakana               = class(97)
	Kawi                   = class(98)
	Kayah_Li               = class(99)
	Kharoshthi             = class(100)
	Khitan_Small_Script    = class(101)
	Khmer                  = class(102)
	Khojki                 = class(103)
	Khudawadi              = class(104)
	Lao                    = class(105)
	Latin                  = class(106)
	Lepcha                 = class(107)
	Limbu                  = class(108)
	Linear_A               = class(109)
	Linear_B               = class(110)
	Lisu                   = class(111)
	Lycian                 = class(112)
	Lydian                 = class(113)
	Mahajani               = class(114)
	Makasar                = class(115)
	Malayalam              = class(116)
	Mandaic                = class(117)
	Manichaean             = class(118)
	Marchen                = class(119)
	Masaram_Gondi          = class(120)
	Medefaidrin            = class(121)
	Meetei_Mayek           = class(122)
	Mende_Kikakui          = class(123)
	Meroitic_Cursive       = class(124)
	Meroitic_Hieroglyphs   = class(125)
	Miao                   = class(126)
	Modi                   = class(127)
	Mongolian              = class(128)
	Mro                    = class(129)
	Multani                = class(130)
	Myanmar                = class(131)
	Nabataean              = class(132)
	Nag_Mundari            = class(133)
	Nandinagari            = class(134)
	New_Tai_Lue            = class(135)
	Newa                   = class(136)
	Nko                    = class(137)
	Nushu                  = class(138)
	Nyiakeng_Puachue_Hmong = class(139)
	Ogham                  = class(140)
	Ol_Chiki               = class(141)
	Old_Hungarian          = class(142)
	Old_Italic             = class(143)
	Old_North_Arabian      = class(144)
	Old_Permic             = class(145)
	Old_Persian            = class(146)
	Old_Sogdian            = class(147)
	Old_South_Arabian      = class(148)
	Old_Turkic             = class(149)
	Old_Uyghur             = class(150)
	Oriya                  = class(151)
	Osage                  = class(152)
	Osmanya                = class(153)
	Pahawh_Hmong           = class(154)
	Palmyrene              = class(155)
	Pau_Cin_Hau            = class(156)
	Phags_Pa               = class(157)
	Phoenician             = class(158)
	Psalter_Pahlavi        = class(159)
	Rejang                 = class(160)
	Runic                  = class(161)
	Samaritan              = class(162)
	Saurashtra             = class(163)
	Sharada                = class(164)
	Shavian                = class(165)
	Siddham                = class(166)
	SignWriting            = class(167)
	Sinhala                = class(168)
	Sogdian                = class(169)
	Sora_Sompeng           = class(170)
	Soyombo                = class(171)
	Sundanese              = class(172)
	Syloti_Nagri           = class(173)
	Syriac                 = class(174)
	Tagalog                = class(175)
	Tagbanwa               = class(176)
	Tai_Le                 = class(177)
	Tai_Tham               = class(178)
	Tai_Viet               = class(179)
	Takri                  = class(180)
	Tamil                  = class(181)
	Tangsa                 = class(182)
	Tangut                 = class(183)
	Telugu                 = class(184)
	Thaana                 = class(185)
	Thai                   = class(186)
	Tibetan                = class(187)
	Tifinagh               = class(188)
	Tirhuta                = class(189)
	Toto                   = class(190)
	Ugaritic               = class(191)
	Vai                    = class(192)
	Vithkuqi               = class(193)
	Wancho                 = class(194)
	Warang_Citi            = class(195)
	Yezidi                 = class(196)
	Yi                     = class(197)
	Zanabazar_Square       = class(198)
)

// Scripts are the scripts by name.
var Scripts = map[string]*RangeTable{
	"Adlam":                  Adlam,
	"Ahom":                   Ahom,
	"Anatolian_Hieroglyphs":  Anatolian_Hieroglyphs,
	"Arabic":                 Arabic,
	"Armenian":               Armenian,
	"Avestan":                Avestan,
	"Balinese":               Balinese,
	"Bamum":                  Bamum,
	"Bassa_Vah":              Bassa_Vah,
	"Batak":                  Batak,
	"Bengali":                Bengali,
	"Bhaiksuki":              Bhaiksuki,
	"Bopomofo":               Bopomofo,
	"Brahmi":                 Brahmi,
	"Braille":                Braille,
	"Buginese":               Buginese,
	"Buhid":                  Buhid,
	"Canadian_Aboriginal":    Canadian_Aboriginal,
	"Carian":                 Carian,
	"Caucasian_Albanian":     Caucasian_Albanian,
	"Chakma":                 Chakma,
	"Cham":                   Cham,
	"Cherokee":               Cherokee,
	"Chorasmian":             Chorasmian,
	"Common":                 Common,
	"Coptic":                 Coptic,
	"Cuneiform":              Cuneiform,
	"Cypriot":                Cypriot,
	"Cypro_Minoan":           Cypro_Minoan,
	"Cyrillic":               Cyrillic,
	"Deseret":                Deseret,
	"Devanagari":             Devanagari,
	"Dives_Akuru":            Dives_Akuru,
	"Dogra":                  Dogra,
	"Duployan":               Duployan,
	"Egyptian_Hieroglyphs":   Egyptian_Hieroglyphs,
	"Elbasan":                Elbasan,
	"Elymaic":                Elymaic,
	"Ethiopic":               Ethiopic,
	"Georgian":               Georgian,
	"Glagolitic":             Glagolitic,
	"Gothic":                 Gothic,
	"Grantha":                Grantha,
	"Greek":                  Greek,
	"Gujarati":               Gujarati,
	"Gunjala_Gondi":          Gunjala_Gondi,
	"Gurmukhi":               Gurmukhi,
	"Han":                    Han,
	"Hangul":                 Hangul,
	"Hanifi_Rohingya":        Hanifi_Rohingya,
	"Hanunoo":                Hanunoo,
	"Hatran":                 Hatran,
	"Hebrew":                 Hebrew,
	"Hiragana":               Hiragana,
	"Imperial_Aramaic":       Imperial_Aramaic,
	"Inherited":              Inherited,
	"Inscriptional_Pahlavi":  Inscriptional_Pahlavi,
	"Inscriptional_Parthian": Inscriptional_Parthian,
	"Javanese":               Javanese,
	"Kaithi":                 Kaithi,
	"Kannada":                Kannada,
	"Katakana":               Katakana,
	"Kawi":                   Kawi,
	"Kayah_Li":               Kayah_Li,
	"Kharoshthi":             Kharoshthi,
	"Khitan_Small_Script":    Khitan_Small_Script,
	"Khmer":                  Khmer,
	"Khojki":                 Khojki,
	"Khudawadi":              Khudawadi,
	"Lao":                    Lao,
	"Latin":                  Latin,
	"Lepcha":                 Lepcha,
	"Limbu":                  Limbu,
	"Linear_A":               Linear_A,
	"Linear_B":               Linear_B,
	"Lisu":                   Lisu,
	"Lycian":                 Lycian,
	"Lydian":                 Lydian,
	"Mahajani":               Mahajani,
	"Makasar":                Makasar,
	"Malayalam":              Malayalam,
	"Mandaic":                Mandaic,
	"Manichaean":             Manichaean,
	"Marchen":                Marchen,
	"Masaram_Gondi":          Masaram_Gondi,
	"Medefaidrin":            Medefaidrin,
	"Meetei_Mayek":           Meetei_Mayek,
	"Mende_Kikakui":          Mende_Kikakui,
	"Meroitic_Cursive":       Meroitic_Cursive,
	"Meroitic_Hieroglyphs":   Meroitic_Hieroglyphs,
	"Miao":                   Miao,
	"Modi":                   Modi,
	"Mongolian":              Mongolian,
	"Mro":                    Mro,
	"Multani":                Multani,
	"Myanmar":                Myanmar,
	"Nabataean":              Nabataean,
	"Nag_Mundari":            Nag_Mundari,
	"Nandinagari":            Nandinagari,
	"New_Tai_Lue":            New_Tai_Lue,
	"Newa":                   Newa,
	"Nko":                    Nko,
	"Nushu":                  Nushu,
	"Nyiakeng_Puachue_Hmong": Nyiakeng_Puachue_Hmong,
	"Ogham":                  Ogham,
	"Ol_Chiki":               Ol_Chiki,
	"Old_Hungarian":          Old_Hungarian,
	"Old_Italic":             Old_Italic,
	"Old_North_Arabian":      Old_North_Arabian,
	"Old_Permic":             Old_Permic,
	"Old_Persian":            Old_Persian,
	"Old_Sogdian":            Old_Sogdian,
	"Old_South_Arabian":      Old_South_Arabian,
	"Old_Turkic":             Old_Turkic,
	"Old_Uyghur":             Old_Uyghur,
	"Oriya":                  Oriya,
	"Osage":                  Osage,
	"Osmanya":                Osmanya,
	"Pahawh_Hmong":           Pahawh_Hmong,
	"Palmyrene":              Palmyrene,
	"Pau_Cin_Hau":            Pau_Cin_Hau,
	"Phags_Pa":               Phags_Pa,
	"Phoenician":             Phoenician,
	"Psalter_Pahlavi":        Psalter_Pahlavi,
	"Rejang":                 Rejang,
	"Runic":                  Runic,
	"Samaritan":              Samaritan,
	"Saurashtra":             Saurashtra,
	"Sharada":                Sharada,
	"Shavian":                Shavian,
	"Siddham":                Siddham,
	"SignWriting":            SignWriting,
	"Sinhala":                Sinhala,
	"Sogdian":                Sogdian,
	"Sora_Sompeng":           Sora_Sompeng,
	"Soyombo":                Soyombo,
	"Sundanese":              Sundanese,
	"Syloti_Nagri":           Syloti_Nagri,
	"Syriac":                 Syriac,
	"Tagalog":                Tagalog,
	"Tagbanwa":               Tagbanwa,
	"Tai_Le":                 Tai_Le,
	"Tai_Tham":               Tai_Tham,
	"Tai_Viet":               Tai_Viet,
	"Takri":                  Takri,
	"Tamil":                  Tamil,
	"Tangsa":                 Tangsa,
	"Tangut":                 Tangut,
	"Telugu":                 Telugu,
	"Thaana":                 Thaana,
	"Thai":                   Thai,
	"Tibetan":                Tibetan,
	"Tifinagh":               Tifinagh,
	"Tirhuta":                Tirhuta,
	"Toto":                   Toto,
	"Ugaritic":               Ugaritic,
	"Vai":                    Vai,
	"Vithkuqi":               Vithkuqi,
	"Wancho":                 Wancho,
	"Warang_Citi":            Warang_Citi,
	"Yezidi":                 Yezidi,
	"Yi":                     Yi,
	"Zanabazar_Square":       Zanabazar_Square,
}

// Other properties.
var (
	ASCII_Hex_Digit                    = class(199)
	Bidi_Control                       = class(200)
	Dash                               = class(201)
	Deprecated                         = class(202)
	Diacritic                          = class(203)
	Extender                           = class(204)
	Hex_Digit                          = class(205)
	Hyphen                             = class(206)
	IDS_Binary_Operator                = class(207)
	IDS_Trinary_Operator               = class(208)
	Ideographic                        = class(209)
	Join_Control                       = class(210)
	Logical_Order_Exception            = class(211)
	Noncharacter_Code_Point            = class(212)
	Other_Alphabetic                   = class(213)
	Other_Default_Ignorable_Code_Point = class(214)
	Other_Grapheme_Extend              = class(215)
	Other_ID_Continue                  = class(216)
	Other_ID_Start                     = class(217)
	Other_Lowercase                    = class(218)
	Other_Math                         = class(219)
	Other_Uppercase                    = class(220)
	Pattern_Syntax                     = class(221)
	Pattern_White_Space                = class(222)
	Prepended_Concatenation_Mark       = class(223)
	Quotation_Mark                     = class(224)
	Radical                            = class(225)
	Regional_Indicator                 = class(226)
	STerm                              = class(227)
	Sentence_Terminal                  = class(228)
	Soft_Dotted                        = class(229)
	Terminal_Punctuation               = class(230)
	Unified_Ideograph                  = class(231)
	Variation_Selector                 = class(232)
	White_Space                        = class(233)
)

// Properties are the properties by name.
var Properties = map[string]*RangeTable{
	"ASCII_Hex_Digit":                    ASCII_Hex_Digit,
	"Bidi_Control":                       Bidi_Control,
	"Dash":                               Dash,
	"Deprecated":                         Deprecated,
	"Diacritic":                          Diacritic,
	"Extender":                           Extender,
	"Hex_Digit":                          Hex_Digit,
	"Hyphen":                             Hyphen,
	"IDS_Binary_Operator":                IDS_Binary_Operator,
	"IDS_Trinary_Operator":               IDS_Trinary_Operator,
	"Ideographic":                        Ideographic,
	"Join_Control":                       Join_Control,
	"Logical_Order_Exception":            Logical_Order_Exception,
	"Noncharacter_Code_Point":            Noncharacter_Code_Point,
	"Other_Alphabetic":                   Other_Alphabetic,
	"Other_Default_Ignorable_Code_Point": Other_Default_Ignorable_Code_Point,
	"Other_Grapheme_Extend":              Other_Grapheme_Extend,
	"Other_ID_Continue":                  Other_ID_Continue,
	"Other_ID_Start":                     Other_ID_Start,
	"Other_Lowercase":                    Other_Lowercase,
	"Other_Math":                         Other_Math,
	"Other_Uppercase":                    Other_Uppercase,
	"Pattern_Syntax":                     Pattern_Syntax,
	"Pattern_White_Space":                Pattern_White_Space,
	"Prepended_Concatenation_Mark":       Prepended_Concatenation_Mark,
	"Quotation_Mark":                     Quotation_Mark,
	"Radical":                            Radical,
	"Regional_Indicator":                 Regional_Indicator,
	"STerm":                              STerm,
	"Sentence_Terminal":                  Sentence_Terminal,
	"Soft_Dotted":                        Soft_Dotted,
	"Terminal_Punctuation":               Terminal_Punctuation,
	"Unified_Ideograph":                  Unified_Ideograph,
	"Variation_Selector":                 Variation_Selector,
	"White_Space":                        White_Space,
}

// The categories by their full names.
var (
	Letter = L
	Lower  = Ll
	Upper  = Lu
	Title  = Lt
	Mark   = M
	Number = N
	Digit  = Nd
	Punct  = P
	Symbol = S
	Space  = Z
	Other  = C
)

// CategoryAliases has the categories' long names, and the short one of each.
var CategoryAliases = map[string]string{
	"Cased_Letter":          "LC",
	"Close_Punctuation":     "Pe",
	"Combining_Mark":        "M",
	"Connector_Punctuation": "Pc",
	"Control":               "Cc",
	"Currency_Symbol":       "Sc",
	"Dash_Punctuation":      "Pd",
	"Decimal_Number":        "Nd",
	"Enclosing_Mark":        "Me",
	"Final_Punctuation":     "Pf",
	"Format":                "Cf",
	"Initial_Punctuation":   "Pi",
	"Letter":                "L",
	"Letter_Number":         "Nl",
	"Line_Separator":        "Zl",
	"Lowercase_Letter":      "Ll",
	"Mark":                  "M",
	"Math_Symbol":           "Sm",
	"Modifier_Letter":       "Lm",
	"Modifier_Symbol":       "Sk",
	"Nonspacing_Mark":       "Mn",
	"Number":                "N",
	"Open_Punctuation":      "Ps",
	"Other":                 "C",
	"Other_Letter":          "Lo",
	"Other_Number":          "No",
	"Other_Punctuation":     "Po",
	"Other_Symbol":          "So",
	"Paragraph_Separator":   "Zp",
	"Private_Use":           "Co",
	"Punctuation":           "P",
	"Separator":             "Z",
	"Space_Separator":       "Zs",
	"Spacing_Mark":          "Mc",
	"Surrogate":             "Cs",
	"Symbol":                "S",
	"Titlecase_Letter":      "Lt",
	"Unassigned":            "Cn",
	"Uppercase_Letter":      "Lu",
	"cntrl":                 "Cc",
	"digit":                 "Nd",
	"punct":                 "P",
}

// GraphicRanges is what IsGraphic accepts; PrintRanges is what IsPrint accepts besides the space.
var (
	GraphicRanges = []*RangeTable{L, M, N, P, S, Zs}
	PrintRanges   = []*RangeTable{L, M, N, P, S}
)

// Runes that differ in case only from those of a category or a script, but are not of it.
var (
	FoldCategory = map[string]*RangeTable{
		"L":  class(234),
		"Ll": class(235),
		"Lt": class(236),
		"Lu": class(237),
		"M":  class(238),
		"Mn": class(239),
	}
	FoldScript = map[string]*RangeTable{
		"Common":    class(240),
		"Greek":     class(241),
		"Inherited": class(242),
	}
)
