-- The rules of the measurement `checker` as SQL, for SQLite and PostgreSQL alike.
-- Comes in: record(kind, sheet, line, a, b, c, v), what checker_data.py writes, v its figure or NULL; place(half), half the last
-- place of an amount. Figures are integers, thousandths (SQLite), or numeric (PostgreSQL).
-- What finds rows (codes, keys, labels) is done once, here; `verdict` evaluates all rules over the figures as they are then.

CREATE TABLE line (sheet text, line integer, key text, unit text, code text, twice integer, PRIMARY KEY (sheet, line));
INSERT INTO line SELECT sheet, line, a, CASE sheet WHEN '33' THEN a ELSE b END, c,
  (SELECT count(*) FROM record q WHERE q.kind = 'R' AND q.sheet = r.sheet AND q.a = r.a AND q.line < r.line)
  FROM record r WHERE kind = 'R';
CREATE TABLE figure (cell integer PRIMARY KEY, sheet text, line integer, name text, v numeric NOT NULL, half numeric NOT NULL);
INSERT INTO figure SELECT row_number() OVER (ORDER BY sheet, line, a), sheet, line, a, coalesce(v, 0),
  CASE WHEN v IS NULL OR sheet IN ('32', '项目表') OR a IN ('人员编制数', '实有人数') THEN 0 ELSE half END
  FROM record, place WHERE kind = 'F';
CREATE INDEX figure_at ON figure (sheet, name, line);

-- A rule's result: left - right stands in `relation` to 0. Its terms are figures, added or taken away.
CREATE TABLE result (result integer PRIMARY KEY, rule text, key text, relation text, more numeric);
CREATE TABLE term (result integer, n integer, cell integer, sign integer, PRIMARY KEY (result, n));
-- the rules as they are written: one line a term; line 0: of each row of the sheet
CREATE TABLE said (rule text, relation text, sheet text, line integer, name text, sign integer);

-- ── sums of columns: whole, parts ──
CREATE TABLE tree (title text, sheet text, whole text, part text);
INSERT INTO tree VALUES
  ('表08', '08', '总计', '工资性支出'), ('表08', '08', '总计', '社会保障缴费'), ('表08', '08', '总计', '住房公积金'),
  ('表08', '08', '总计', '伙食补助费'), ('表08', '08', '总计', '医疗费'), ('表08', '08', '总计', '其他工资福利支出'),
  ('表08', '08', '工资性支出', '基本工资'), ('表08', '08', '工资性支出', '津贴补贴'), ('表08', '08', '工资性支出', '奖金'),
  ('表08', '08', '工资性支出', '绩效工资'), ('表08', '08', '社会保障缴费', '养老保险'),
  ('表08', '08', '社会保障缴费', '职业年金缴费'), ('表08', '08', '社会保障缴费', '医疗保险'),
  ('表08', '08', '社会保障缴费', '公务员医疗补助缴费'), ('表08', '08', '社会保障缴费', '其他社会保障缴费'),
  ('表08', '08', '其他社会保障缴费', '工伤保险'), ('表08', '08', '其他社会保障缴费', '失业保险'),
  ('表08', '08', '其他社会保障缴费', '残疾人保险金'),
  ('表09', '09', '总计', '机关工资福利'), ('表09', '09', '总计', '事业单位工资福利'),
  ('表09', '09', '机关工资福利', '工资奖金津补贴'), ('表09', '09', '机关工资福利', '社会保障缴费'),
  ('表09', '09', '机关工资福利', '住房公积金'), ('表09', '09', '机关工资福利', '其他工资福利支出'),
  ('表11', '11', '总计', '机关商品服务'), ('表11', '11', '总计', '事业单位商品服务'),
  ('表15', '15', '总计', '机关商品服务'),
  ('人员', '32', '编制', '行政编制'), ('人员', '32', '编制', '事业编制'), ('人员', '32', '编制', '编制差额'),
  ('人员', '32', '编制', '编制自收自支'), ('人员', '32', '实有', '在职'), ('人员', '32', '实有', '离休人员'),
  ('人员', '32', '实有', '退休'), ('人员', '32', '在职', '行政'), ('人员', '32', '在职', '事业'), ('人员', '32', '事业', '全额'),
  ('人员', '32', '事业', '差额'), ('人员', '32', '事业', '自收自支'), ('人员', '32', '退休', '退休全额'),
  ('人员', '32', '退休', '退休差额'),
  ('表01', '01.收入', '收入总计', '本年收入合计'), ('表01', '01.收入', '收入总计', '七、用事业基金弥补收支差额'),
  ('表01', '01.收入', '收入总计', '八、上年结转'), ('表01', '01.收入', '本年收入合计', '一、一般公共预算拨款'),
  ('表01', '01.收入', '本年收入合计', '二、政府性基金拨款'), ('表01', '01.收入', '本年收入合计', '三、纳入专户管理的非税收入拨款'),
  ('表01', '01.收入', '本年收入合计', '四、上级补助收入'), ('表01', '01.收入', '本年收入合计', '五、事业单位经营服务收入'),
  ('表01', '01.收入', '本年收入合计', '六、其他收入'),
  ('表01.功能', '01.功能', '支出总计', '本年支出合计'),
  ('表01.部门经济', '01.部门', '支出总计', '本年支出合计'), ('表01.部门经济', '01.部门', '支出总计', '六、结转下年'),
  ('表01.部门经济.支出总计', '01.部门', '本年支出合计', '一、基本支出'),
  ('表01.部门经济.支出总计', '01.部门', '本年支出合计', '二、项目支出'),
  ('表01.部门经济.支出总计', '01.部门', '本年支出合计', '三、事业单位经营服务支出'),
  ('表01.部门经济.支出总计', '01.部门', '本年支出合计', '四、对附属单位补助支出'),
  ('表01.部门经济.支出总计', '01.部门', '本年支出合计', '五、上缴上级支出'),
  ('表01.政府经济', '01.政府', '支出总计', '本年支出合计'),
  ('表01_1', '01_1.收入', '收入总计', '一、本年收入'), ('表01_1', '01_1.收入', '收入总计', '二、上年结转'),
  ('表01_1', '01_1.支出', '支出总计', '一、本年支出'), ('表01_1', '01_1.支出', '支出总计', '二、结转下年'),
  ('整体', '整体', '单位年度收入预算(万元)/收入合计', '单位年度收入预算(万元)/公共财政拨款'),
  ('整体', '整体', '单位年度收入预算(万元)/收入合计', '单位年度收入预算(万元)/政府性基金拨款'),
  ('整体', '整体', '单位年度收入预算(万元)/收入合计', '单位年度收入预算(万元)/非税收入拨款'),
  ('整体', '整体', '单位年度收入预算(万元)/收入合计', '单位年度收入预算(万元)/其他拨款'),
  ('整体', '整体', '单位年度支出预算(万元)/支出合计', '单位年度支出预算(万元)/基本支出'),
  ('整体', '整体', '单位年度支出预算(万元)/支出合计', '单位年度支出预算(万元)/项目支出'),
  ('整体', '整体', '其中:三公经费预算(万元)/合计', '其中:三公经费预算(万元)/公务用车运行和购置费'),
  ('整体', '整体', '其中:三公经费预算(万元)/合计', '其中:三公经费预算(万元)/因公出国（境）费'),
  ('整体', '整体', '其中:三公经费预算(万元)/合计', '其中:三公经费预算(万元)/公务接待费');
-- wholes whose parts are all the rest of a sheet, or all that begins or is written like
CREATE TABLE column_of (sheet text, name text);
INSERT INTO column_of SELECT DISTINCT sheet, name FROM figure;
INSERT INTO tree SELECT CASE sheet WHEN '10' THEN '表10' WHEN '13' THEN '表13' ELSE '三公' END, sheet, '总计', name
  FROM column_of WHERE sheet IN ('10', '13', '33') AND name <> '总计';
INSERT INTO tree SELECT CASE sheet WHEN '11' THEN '表11' ELSE '表15' END, sheet, '机关商品服务', name
  FROM column_of WHERE sheet IN ('11', '15') AND name NOT IN ('总计', '机关商品服务', '事业单位商品服务');
INSERT INTO tree SELECT '人员', '32', '行政', name FROM column_of WHERE sheet = '32' AND name LIKE '实有.在职.行政.%';
INSERT INTO tree SELECT '人员', '32', '全额', name FROM column_of WHERE sheet = '32' AND name LIKE '实有.在职.事业.全额.%';
INSERT INTO tree SELECT '人员', '32', '差额', name FROM column_of WHERE sheet = '32' AND name LIKE '实有.在职.事业.差额.%';
INSERT INTO tree SELECT '表01', c.sheet, w.name, c.name FROM column_of c JOIN column_of w ON w.sheet = c.sheet
  WHERE w.name IN ('一、一般公共预算拨款', '四、上级补助收入', '一、基本支出', '二、项目支出') AND c.name LIKE w.name || '/%'
  AND c.sheet LIKE '01.%';
INSERT INTO tree SELECT '表01_1', c.sheet, w.name, c.name FROM column_of c JOIN column_of w ON w.sheet = c.sheet
  WHERE w.name IN ('一、本年收入', '二、上年结转', '一、本年支出') AND c.name LIKE w.name || '/%' AND c.sheet LIKE '01\_1.%' ESCAPE '\';
INSERT INTO tree SELECT '表01.功能.支出总计', sheet, '本年支出合计', name FROM column_of WHERE sheet = '01.功能' AND name LIKE '%、%';
INSERT INTO tree SELECT '表01.政府经济.支出总计', sheet, '本年支出合计', name FROM column_of
  WHERE sheet = '01.政府' AND name LIKE '%、%';
INSERT INTO tree SELECT '项目.' || sheet, sheet, '合计', name FROM column_of
  WHERE sheet IN ('资金', '明细', '上年资金', '上年明细') AND name <> '合计';

-- the short names of wholes in labels
CREATE TABLE short (name text, short text);
INSERT INTO short VALUES
  ('一、一般公共预算拨款', '一般公共预算拨款'), ('四、上级补助收入', '上级补助收入'), ('一、基本支出', '基本支出'),
  ('二、项目支出', '项目支出'), ('一、本年收入', '本年收入'), ('二、上年结转', '上年结转'), ('一、本年支出', '本年支出'),
  ('单位年度收入预算(万元)/收入合计', '收入合计'), ('单位年度支出预算(万元)/支出合计', '支出合计'),
  ('其中:三公经费预算(万元)/合计', '三公经费');
INSERT INTO said SELECT DISTINCT title || '.' || coalesce(short, whole), '=', sheet, 0, whole, 1
  FROM tree LEFT JOIN short ON name = whole;
INSERT INTO said SELECT title || '.' || coalesce(short, whole), '=', sheet, 0, part, -1 FROM tree LEFT JOIN short ON name = whole;

-- ── other rules of each row ──
INSERT INTO said VALUES
  ('基本工资 >= 0', '>=', '08', 0, '基本工资', 1),
  ('人员.不超编', '<=', '32', 0, '在职', 1), ('人员.不超编', '<=', '32', 0, '编制', -1),
  ('项目表.of.新建', '<=', '项目表', 0, '其中:新建', 1), ('项目表.of.新建', '<=', '项目表', 0, '1.基本建设类', -1),
  ('项目表.of.扩建', '<=', '项目表', 0, '其中:扩建', 1), ('项目表.of.扩建', '<=', '项目表', 0, '1.基本建设类', -1),
  ('项目表.of.改建', '<=', '项目表', 0, '其中:改建', 1), ('项目表.of.改建', '<=', '项目表', 0, '1.基本建设类', -1),
  ('项目表.of.采购类', '<=', '项目表', 0, '其中:采购类', 1), ('项目表.of.采购类', '<=', '项目表', 0, '2.行政事业类', -1),
  ('项目表.of.修缮类', '<=', '项目表', 0, '其中:修缮类', 1), ('项目表.of.修缮类', '<=', '项目表', 0, '2.行政事业类', -1),
  ('项目表.of.奖励类', '<=', '项目表', 0, '其中:奖励类', 1), ('项目表.of.奖励类', '<=', '项目表', 0, '2.行政事业类', -1),
  ('项目表.新增或延续', '=1', '项目表', 0, '新增项目', 1), ('项目表.新增或延续', '=1', '项目表', 0, '延续项目', 1),
  ('项目表.类型选一', '=1', '项目表', 0, '1.基本建设类', 1), ('项目表.类型选一', '=1', '项目表', 0, '2.行政事业类', 1),
  ('项目表.类型选一', '=1', '项目表', 0, '3.其他专项类', 1),
  ('细类_基建', '=1', '项目表', 0, '其中:新建', 1), ('细类_基建', '=1', '项目表', 0, '其中:扩建', 1),
  ('细类_基建', '=1', '项目表', 0, '其中:改建', 1),
  ('细类_行政事业', '=1', '项目表', 0, '其中:采购类', 1), ('细类_行政事业', '=1', '项目表', 0, '其中:修缮类', 1),
  ('细类_行政事业', '=1', '项目表', 0, '其中:奖励类', 1),
  ('资金等于明细', '=', '资金', 0, '合计', 1), ('资金等于明细', '=', '明细', 0, '合计', -1),
  ('上年资金等于明细', '=', '上年资金', 0, '合计', 1), ('上年资金等于明细', '=', '上年明细', 0, '合计', -1),
  ('新增项目无上年资金', '==', '上年资金', 0, '合计', 1), ('延续项目有上年资金', '>', '上年资金', 0, '合计', 1);

-- ── one amount in several tables ──
INSERT INTO said VALUES
  ('表01.收支平衡[1]', '=', '01.收入', 1, '收入总计', 1), ('表01.收支平衡[1]', '=', '01.功能', 1, '支出总计', -1),
  ('表01.收支平衡[2]', '=', '01.功能', 1, '支出总计', 1), ('表01.收支平衡[2]', '=', '01.部门', 1, '支出总计', -1),
  ('表01.收支平衡[3]', '=', '01.部门', 1, '支出总计', 1), ('表01.收支平衡[3]', '=', '01.政府', 1, '支出总计', -1),
  ('表01_1.收支平衡', '=', '01_1.收入', 1, '收入总计', 1), ('表01_1.收支平衡', '=', '01_1.支出', 1, '支出总计', -1),
  ('基本支出工资福利', '=', '01.部门', 1, '一、基本支出/工资福利支出', 1), ('基本支出工资福利', '=', '08', 2, '总计', -1),
  ('基本支出商品服务', '=', '01.部门', 1, '一、基本支出/商品和服务支出', 1), ('基本支出商品服务', '=', '10', 2, '总计', -1),
  ('机关工资福利', '=', '01.政府', 1, '一、机关工资福利支出', 1), ('机关工资福利', '=', '09', 2, '机关工资福利', -1),
  ('机关商品服务', '=', '01.政府', 1, '二、机关商品和服务支出', 1), ('机关商品服务', '=', '11', 2, '机关商品服务', -1),
  ('机关商品服务', '=', '01.部门', 1, '二、项目支出/商品和服务支出', -1),
  ('基本支出个人家庭', '=', '01.部门', 1, '一、基本支出/对个人和家庭的补助', 1), ('基本支出个人家庭', '=', '13', 2, '总计', -1),
  ('个人家庭两栏', '=', '01.政府', 1, '九、对个人和家庭的补助', 1), ('个人家庭两栏', '=', '13', 2, '总计', -1),
  ('个人家庭两栏', '=', '01.部门', 1, '二、项目支出/对个人和家庭的补助', -1),
  ('资本性两栏', '=', '01.政府', 1, '三、机关资本性支出(一)', 1), ('资本性两栏', '=', '01.政府', 1, '四、机关资本性支出(二)', 1),
  ('资本性两栏', '=', '01.政府', 1, '六、对事业单位资本性补助', 1),
  ('资本性两栏', '=', '01.部门', 1, '二、项目支出/资本性支出', -1),
  ('资本性两栏', '=', '01.部门', 1, '二、项目支出/资本性支出(基本建设)', -1),
  ('对企业两栏', '=', '01.政府', 1, '七、对企业补助', 1), ('对企业两栏', '=', '01.政府', 1, '八、对企业资本性支出', 1),
  ('对企业两栏', '=', '01.部门', 1, '二、项目支出/对企业补助', -1),
  ('对企业两栏', '=', '01.部门', 1, '二、项目支出/对企业补助(基本建设)', -1),
  ('社保基金两栏', '=', '01.政府', 1, '十、对社会保障基金补助', 1),
  ('社保基金两栏', '=', '01.部门', 1, '二、项目支出/对社会保障基金补助', -1),
  ('债务利息两栏', '=', '01.政府', 1, '十一、债务利息及费用支出', 1),
  ('债务利息两栏', '=', '01.部门', 1, '二、项目支出/债务利息及费用支出', -1),
  ('其他支出两栏', '=', '01.政府', 1, '十五、其他支出', 1), ('其他支出两栏', '=', '01.部门', 1, '二、项目支出/其他支出', -1),
  ('部门没有的类', '=', '01.政府', 1, '十二、债务还本支出', 1), ('部门没有的类', '=', '01.政府', 1, '十三、转移性支出', 1),
  ('部门没有的类', '=', '01.政府', 1, '十四、预留费及预留', 1),
  ('事业单位补助', '=', '01.政府', 1, '五、对事业单位经常性补助', 1), ('事业单位补助', '=', '09', 2, '事业单位工资福利', -1),
  ('事业单位补助', '=', '11', 2, '事业单位商品服务', -1),
  ('财政拨款收入', '=', '01.收入', 1, '一、一般公共预算拨款', 1),
  ('财政拨款收入', '=', '01_1.收入', 1, '一、本年收入/（一）一般公共预算拨款', -1),
  ('财政拨款_基金', '=', '01.收入', 1, '二、政府性基金拨款', 1),
  ('财政拨款_基金', '=', '01_1.收入', 1, '一、本年收入/（二）政府性基金拨款', -1),
  ('财政拨款_专户', '=', '01.收入', 1, '三、纳入专户管理的非税收入拨款', 1),
  ('财政拨款_专户', '=', '01_1.收入', 1, '一、本年收入/（三）纳入专户管理的非税收入拨款', -1),
  ('财政拨款_上级', '=', '01.收入', 1, '四、上级补助收入', 1),
  ('财政拨款_上级', '=', '01_1.收入', 1, '一、本年收入/（四）上级补助收入', -1),
  ('财政拨款_经营', '=', '01.收入', 1, '五、事业单位经营服务收入', 1),
  ('财政拨款_经营', '=', '01_1.收入', 1, '一、本年收入/（五）事业单位经营服务收入', -1),
  ('财政拨款_其他', '=', '01.收入', 1, '六、其他收入', 1), ('财政拨款_其他', '=', '01_1.收入', 1, '一、本年收入/（六）其他收入', -1),
  ('财政拨款_结转', '<=', '01_1.收入', 1, '二、上年结转', 1), ('财政拨款_结转', '<=', '01.收入', 1, '八、上年结转', -1),
  ('财政拨款_结转下年', '<=', '01_1.支出', 1, '二、结转下年', 1), ('财政拨款_结转下年', '<=', '01.部门', 1, '六、结转下年', -1),
  ('功能分类一致_一般公共服务', '=', '01.功能', 1, '一、一般公共服务支出', 1),
  ('功能分类一致_一般公共服务', '=', '01_1.支出', 1, '一、本年支出/（一）一般公共服务支出', -1),
  ('功能分类一致_社会保障', '=', '01.功能', 1, '八、社会保障和就业支出', 1),
  ('功能分类一致_社会保障', '=', '01_1.支出', 1, '一、本年支出/（八）社会保障和就业支出', -1),
  ('功能分类一致_社会保险', '=', '01.功能', 1, '九、社会保险支出', 1),
  ('功能分类一致_社会保险', '=', '01_1.支出', 1, '一、本年支出/（九）社会保险支出', -1),
  ('功能分类一致_住房保障', '=', '01.功能', 1, '二十、住房保障支出', 1),
  ('功能分类一致_住房保障', '=', '01_1.支出', 1, '一、本年支出/(二十) 住房保障支出', -1),
  ('功能分类一致_其余各类', '=', '01.功能', 1, '本年支出合计', 1), ('功能分类一致_其余各类', '=', '01_1.支出', 1, '一、本年支出', -1);
INSERT INTO said SELECT '功能分类一致_其余各类', '=', sheet, 1, name, -sign FROM said
  WHERE rule IN ('功能分类一致_一般公共服务', '功能分类一致_社会保障', '功能分类一致_社会保险', '功能分类一致_住房保障');
INSERT INTO said VALUES
  ('整体.收支平衡', '=', '整体', 1, '单位年度收入预算(万元)/收入合计', 1),
  ('整体.收支平衡', '=', '整体', 1, '单位年度支出预算(万元)/支出合计', -1),
  ('整体收入', '=', '整体', 1, '单位年度收入预算(万元)/收入合计', 1), ('整体收入', '=', '01.收入', 1, '收入总计', -1),
  ('整体支出', '=', '整体', 1, '单位年度支出预算(万元)/支出合计', 1), ('整体支出', '=', '01.功能', 1, '支出总计', -1),
  ('整体基本支出', '=', '整体', 1, '单位年度支出预算(万元)/基本支出', 1), ('整体基本支出', '=', '01.部门', 1, '一、基本支出', -1),
  ('整体项目支出', '=', '整体', 1, '单位年度支出预算(万元)/项目支出', 1), ('整体项目支出', '=', '01.部门', 1, '二、项目支出', -1),
  ('整体财政拨款', '=', '整体', 1, '单位年度收入预算(万元)/公共财政拨款', 1),
  ('整体财政拨款', '=', '01.收入', 1, '一、一般公共预算拨款', -1),
  ('整体基金拨款', '=', '整体', 1, '单位年度收入预算(万元)/政府性基金拨款', 1),
  ('整体基金拨款', '=', '01.收入', 1, '二、政府性基金拨款', -1),
  ('整体非税', '=', '整体', 1, '单位年度收入预算(万元)/非税收入拨款', 1),
  ('整体非税', '=', '01.收入', 1, '一、一般公共预算拨款/纳入一般公共预算管理的非税收入拨款', -1),
  ('整体非税', '=', '01.收入', 1, '三、纳入专户管理的非税收入拨款', -1),
  ('整体其他拨款', '=', '整体', 1, '单位年度收入预算(万元)/其他拨款', 1), ('整体其他拨款', '=', '01.收入', 1, '四、上级补助收入', -1),
  ('整体其他拨款', '=', '01.收入', 1, '五、事业单位经营服务收入', -1), ('整体其他拨款', '=', '01.收入', 1, '六、其他收入', -1),
  ('整体成本', '=', '整体指标', 1, '年预算总成本', 1), ('整体成本', '=', '整体', 1, '单位年度支出预算(万元)/支出合计', -1),
  ('公务接待费[1]', '=', '33', 2, '公务接待费', 1), ('公务接待费[1]', '=', '10', 2, '公务接待费', -1),
  ('公务接待费[2]', '=', '10', 2, '公务接待费', 1), ('公务接待费[2]', '=', '11', 2, '公务接待费', -1),
  ('出国费', '=', '33', 2, '出国费', 1), ('出国费', '=', '10', 2, '出国费', -1),
  ('公务用车[1]', '=', '33', 2, '用车运行', 1), ('公务用车[1]', '=', '10', 2, '公务用车运行维护费', -1),
  ('公务用车[2]', '=', '10', 2, '公务用车运行维护费', 1), ('公务用车[2]', '=', '11', 2, '公务用车运行维护费', -1),
  ('整体三公', '=', '整体', 1, '其中:三公经费预算(万元)/合计', 1), ('整体三公', '=', '33', 2, '总计', -1),
  ('整体公务接待', '=', '整体', 1, '其中:三公经费预算(万元)/公务接待费', 1), ('整体公务接待', '=', '33', 2, '公务接待费', -1),
  ('整体出国', '=', '整体', 1, '其中:三公经费预算(万元)/因公出国（境）费', 1), ('整体出国', '=', '33', 2, '出国费', -1),
  ('整体公务用车', '=', '整体', 1, '其中:三公经费预算(万元)/公务用车运行和购置费', 1), ('整体公务用车', '=', '33', 2, '用车运行', -1),
  ('整体公务用车', '=', '33', 2, '用车购置', -1),
  ('行政不超编', '<=', '32', 2, '行政', 1), ('行政不超编', '<=', '32', 2, '行政编制', -1),
  ('事业不超编', '<=', '32', 2, '事业', 1), ('事业不超编', '<=', '32', 2, '事业编制', -1),
  ('事业不超编', '<=', '32', 2, '编制差额', -1), ('事业不超编', '<=', '32', 2, '编制自收自支', -1),
  ('整体编制', '=', '整体', 1, '人员编制数', 1), ('整体编制', '=', '32', 2, '编制', -1),
  ('整体实有', '=', '整体', 1, '实有人数', 1), ('整体实有', '=', '32', 2, '实有', -1),
  ('绩效工资归类', '>=', '09', 2, '事业单位工资福利', 1), ('绩效工资归类', '>=', '08', 2, '绩效工资', -1),
  ('一般公共服务科目', '=', '01.功能', 1, '一、一般公共服务支出', 1),
  ('一般公共服务科目', '=', '01.部门', 1, '二、项目支出/商品和服务支出', -1),
  ('社会保障科目', '=', '01.功能', 1, '八、社会保障和就业支出', -1),
  ('社会保障科目_财政拨款', '=', '01_1.支出', 1, '一、本年支出/（八）社会保障和就业支出', -1),
  ('住房保障科目', '=', '01.功能', 1, '二十、住房保障支出', -1), ('养老保险科目', '=', '08', 2, '养老保险', -1),
  ('公积金科目', '=', '08', 2, '住房公积金', -1), ('医疗保险科目', '=', '08', 2, '医疗保险', -1),
  ('医疗保险科目', '=', '08', 2, '公务员医疗补助缴费', -1);
-- rows by code, by name
INSERT INTO said SELECT '一般公共服务科目', '=', sheet, line, '总计', -1 FROM line WHERE sheet IN ('08', '10') AND code LIKE '201%';
CREATE TABLE by_code (rule text, code text);
INSERT INTO by_code VALUES ('社会保障科目', '208%'), ('社会保障科目_财政拨款', '208%'), ('住房保障科目', '221%'),
  ('养老保险科目', '2080505'), ('公积金科目', '2210201'), ('医疗保险科目', '21011%');
INSERT INTO said SELECT rule, '=', sheet, line, '总计', 1 FROM by_code b JOIN line l ON sheet = '08' AND l.code LIKE b.code;

-- ── the declarations and the table of projects ──
INSERT INTO said SELECT '上级资金', '<=', sheet, line, name, 1 FROM figure
  WHERE sheet = '资金' AND name IN ('市级资金', '省级资金', '中央资金');
INSERT INTO said SELECT '自有资金', '<=', sheet, line, name, 1 FROM figure WHERE sheet = '资金' AND name = '自有资金';
INSERT INTO said SELECT '申报表合计', '=', sheet, line, name, 1 FROM figure WHERE sheet = '资金' AND name = '合计';
INSERT INTO said SELECT '项目明细不超过总额', '<=', sheet, line, name, 1 FROM figure WHERE sheet = '15' AND name = '总计';
INSERT INTO said VALUES
  ('上级资金', '<=', '01.收入', 1, '四、上级补助收入', -1), ('自有资金', '<=', '01.收入', 1, '五、事业单位经营服务收入', -1),
  ('自有资金', '<=', '01.收入', 1, '六、其他收入', -1), ('自有资金', '<=', '01.收入', 1, '七、用事业基金弥补收支差额', -1),
  ('申报表合计', '=', '01.部门', 1, '二、项目支出', -1), ('项目明细不超过总额', '<=', '01.部门', 1, '二、项目支出', -1),
  ('伙食补助费', '=', '资金', 2, '合计', 1), ('待遇补助', '=', '资金', 3, '合计', 1), ('外网租赁', '=', '资金', 4, '合计', 1),
  ('平台维护', '=', '资金', 5, '合计', 1), ('视频会议', '=', '资金', 6, '合计', 1), ('最多跑一次', '=', '资金', 7, '合计', 1),
  ('政务网络', '=', '资金', 8, '合计', 1),
  ('会务培训科目', '>=', '明细', 7, '会务培训', -1), ('平台维护科目', '>=', '明细', 5, '一体化平台软件维护', -1),
  ('政务网络科目', '>=', '明细', 8, '政务网络运行及维护', -1), ('外网租赁科目', '>=', '明细', 4, '线路租赁费', -1),
  ('视频会议科目', '>=', '资金', 6, '合计', -1), ('印刷办公科目', '>=', '明细', 7, '宣传资料印刷', -1),
  ('印刷办公科目', '>=', '明细', 7, '办公经费', -1);
CREATE TABLE by_name (rule text, relation text, project text, name text, sign integer);
INSERT INTO by_name VALUES
  ('伙食补助费', '=', '进厅人员伙食补助费', '总计', -1), ('待遇补助', '=', '进厅人员待遇补助', '总计', -1),
  ('外网租赁', '=', '村级电子政务外网租赁费', '总计', -1), ('平台维护', '=', '全市政务服务一体化平台运维经费', '总计', -1),
  ('视频会议', '=', '基层政务服务（一门式）云视频会议系统租赁服务费', '总计', -1),
  ('最多跑一次', '=', '“最多跑一次”改革专项经费', '总计', -1), ('政务网络', '=', '政务网络运行及维护', '总计', -1),
  ('会务培训科目', '>=', '“最多跑一次”改革专项经费', '会议费', 1), ('会务培训科目', '>=', '“最多跑一次”改革专项经费', '培训费', 1),
  ('奖励列支科目', '=', '进厅人员待遇补助', '机关商品服务', 1), ('伙食列支科目', '=', '进厅人员伙食补助费', '机关商品服务', 1),
  ('平台维护科目', '>=', '全市政务服务一体化平台运维经费', '维修费', 1), ('政务网络科目', '>=', '政务网络运行及维护', '维修费', 1),
  ('外网租赁科目', '>=', '村级电子政务外网租赁费', '办公经费', 1),
  ('视频会议科目', '>=', '基层政务服务（一门式）云视频会议系统租赁服务费', '办公经费', 1),
  ('印刷办公科目', '>=', '“最多跑一次”改革专项经费', '办公经费', 1);
INSERT INTO said SELECT rule, relation, sheet, line, name, sign FROM by_name JOIN line ON sheet = '15' AND code = project;

-- ── which rows add up to which ──
CREATE TABLE part_of (sheet text, line integer, parent integer);
INSERT INTO part_of SELECT l.sheet, l.line, min(p.line) FROM line l JOIN line p ON p.sheet = l.sheet AND p.line <> l.line
  AND CASE WHEN l.code <> '' THEN p.code = '' AND p.unit = l.unit
      WHEN length(l.unit) = 6 AND l.sheet <> '33' THEN length(p.unit) = 3 AND l.unit LIKE p.unit || '%'
      ELSE p.key = '合计' END
  WHERE l.sheet IN ('08', '09', '10', '11', '32', '33') AND l.key <> '合计' AND l.twice = 0
  GROUP BY l.sheet, l.line;

-- ── results and terms of all that ──
CREATE TABLE raw (rule text, key text, at integer, relation text, cell integer, sign integer);
INSERT INTO raw SELECT s.rule, CASE WHEN s.line > 0 THEN '-' WHEN s.rule LIKE '细类%' THEN l.unit ELSE l.key END,
    CASE WHEN s.line > 0 THEN 0 ELSE f.line END, s.relation, f.cell, s.sign
  FROM said s JOIN figure f ON f.sheet = s.sheet AND f.name = s.name AND (s.line = 0 OR s.line = f.line)
  JOIN line l ON l.sheet = f.sheet AND l.line = f.line;
CREATE TABLE title (sheet text, title text);
INSERT INTO title VALUES ('08', '表08'), ('09', '表09'), ('10', '表10'), ('11', '表11'), ('32', '人员'), ('33', '三公');
INSERT INTO raw SELECT DISTINCT t.title || '.rows.' || f.name, l.key, o.parent, '=', f.cell, 1
  FROM part_of o JOIN title t ON t.sheet = o.sheet JOIN figure f ON f.sheet = o.sheet AND f.line = o.parent
  JOIN line l ON l.sheet = o.sheet AND l.line = o.parent;
INSERT INTO raw SELECT t.title || '.rows.' || f.name, l.key, o.parent, '=', f.cell, -1
  FROM part_of o JOIN title t ON t.sheet = o.sheet JOIN figure f ON f.sheet = o.sheet AND f.line = o.line
  JOIN line l ON l.sheet = o.sheet AND l.line = o.parent;

-- economic classes of departments and of government, code by code
CREATE TABLE class (target text, source text);
INSERT INTO class VALUES
  ('工资奖金津补贴', '基本工资'), ('工资奖金津补贴', '津贴补贴'), ('工资奖金津补贴', '奖金'), ('工资奖金津补贴', '绩效工资'),
  ('社会保障缴费', '养老保险'), ('社会保障缴费', '职业年金缴费'), ('社会保障缴费', '医疗保险'),
  ('社会保障缴费', '公务员医疗补助缴费'), ('社会保障缴费', '其他社会保障缴费'), ('住房公积金', '住房公积金'), ('其他工资福利支出', '伙食补助费'),
  ('其他工资福利支出', '医疗费'), ('其他工资福利支出', '其他工资福利支出'), ('事业单位工资福利', ''),
  ('办公经费', '办公费'), ('办公经费', '印刷费'), ('办公经费', '手续费'), ('办公经费', '水费'), ('办公经费', '电费'),
  ('办公经费', '邮电费'), ('办公经费', '取暖费'), ('办公经费', '物业管理费'), ('办公经费', '差旅费'), ('办公经费', '租赁费'),
  ('办公经费', '工会经费'), ('办公经费', '福利费'), ('办公经费', '其他交通费用'), ('办公经费', '税金及附加费用'),
  ('办公经费', '公务交通补贴'), ('会议费', '会议费'), ('培训费', '培训费'), ('专用材料购置费', '专用材料费'),
  ('专用材料购置费', '被装购置费'), ('专用材料购置费', '专用燃料费'), ('委托业务费', '咨询费'), ('委托业务费', '劳务费'),
  ('委托业务费', '委托业务费'), ('公务接待费', '公务接待费'), ('公务用车运行维护费', '公务用车运行维护费'), ('维修费', '维修费'),
  ('其他商品和服务支出', '其他商品和服务支出'), ('事业单位商品服务', '');
CREATE TABLE pair (a text, b text);
INSERT INTO pair VALUES ('08', '09'), ('10', '11');
INSERT INTO raw SELECT DISTINCT '表' || a || '->表' || b || '.' || c.target, l.code, l.line, '=', f.cell, 1
  FROM pair JOIN line l ON l.sheet = b AND l.code <> '' JOIN figure f ON f.sheet = b AND f.line = l.line
  JOIN class c ON c.target = f.name;
INSERT INTO raw SELECT '表' || a || '->表' || b || '.' || c.target, l.code, l.line, '=', f.cell, -1
  FROM pair JOIN line l ON l.sheet = b AND l.code <> '' JOIN line m ON m.sheet = a AND m.code = l.code
  JOIN figure f ON f.sheet = a AND f.line = m.line JOIN class c ON c.source = f.name
  JOIN figure g ON g.sheet = b AND g.line = l.line AND g.name = c.target;
INSERT INTO raw SELECT '表10->表11.zero.出国费', l.code, l.line, '=', f.cell, 1
  FROM line l JOIN figure f ON f.sheet = l.sheet AND f.line = l.line AND f.name = '出国费' WHERE l.sheet = '10' AND l.code <> '';
INSERT INTO raw SELECT '人员.rows', key, line, 'twice', NULL, 0 FROM line WHERE sheet = '32' AND twice > 0;

CREATE TABLE head (result integer PRIMARY KEY, rule text, key text, at integer, relation text);
INSERT INTO head SELECT row_number() OVER (ORDER BY rule, at), rule, min(key), at, relation FROM raw GROUP BY rule, at, relation;
INSERT INTO result SELECT result, rule, key, CASE relation WHEN '=1' THEN '=' ELSE relation END,
  CASE relation WHEN '=1' THEN 200 * half ELSE 0 END FROM head, place;
INSERT INTO term SELECT h.result, row_number() OVER (ORDER BY h.result, cell, sign), cell, sign
  FROM raw r JOIN head h ON h.rule = r.rule AND h.at = r.at WHERE sign <> 0;
-- conditions: a figure that must be 1, or equal another
CREATE TABLE condition (result integer PRIMARY KEY, cell integer, other integer);
CREATE TABLE tick (rule text, name text);
INSERT INTO tick VALUES ('细类_基建', '1.基本建设类'), ('细类_行政事业', '2.行政事业类'), ('新增项目无上年资金', '新增项目'),
  ('延续项目有上年资金', '延续项目');
INSERT INTO condition SELECT h.result, f.cell, NULL FROM head h JOIN tick t ON t.rule = h.rule
  JOIN figure f ON f.sheet = '项目表' AND f.name = t.name AND f.line = h.at;
INSERT INTO condition SELECT h.result, f.cell, g.cell FROM head h, figure f, figure g
  WHERE h.rule LIKE '功能分类一致%' AND f.sheet = '01.收入' AND f.name = '本年收入合计' AND g.sheet = '01.收入'
  AND g.name = '一、一般公共预算拨款';

-- ── the evaluation ──
CREATE VIEW verdict AS
WITH side AS (
  SELECT t.result, sum(t.sign * f.v) AS d, sum(f.half) AS s FROM term t JOIN figure f ON f.cell = t.cell GROUP BY t.result),
asked AS (
  SELECT c.result, CASE WHEN c.other IS NULL THEN f.v = 200 * (SELECT half FROM place) ELSE f.v = g.v END AS yes
  FROM condition c JOIN figure f ON f.cell = c.cell LEFT JOIN figure g ON g.cell = c.other),
judged AS (
  SELECT r.rule, r.key, r.relation, a.yes, side.d - r.more AS d,
    CASE WHEN r.relation IN ('==', '>') THEN 0 ELSE side.s END AS s
  FROM result r LEFT JOIN side ON side.result = r.result LEFT JOIN asked a ON a.result = r.result)
SELECT rule, key,
  CASE WHEN relation = 'twice' THEN 'violated' WHEN NOT yes THEN 'not-applicable'
    WHEN CASE relation WHEN '<=' THEN d <= 0 WHEN '>=' THEN d >= 0 WHEN '>' THEN d > 0 ELSE d = 0 END THEN 'exact'
    WHEN CASE relation WHEN '<=' THEN d <= s WHEN '>=' THEN -d <= s WHEN '>' THEN d > s ELSE abs(d) <= s END THEN 'rounding'
    ELSE 'violated' END AS verdict,
  CASE WHEN yes OR yes IS NULL THEN d END AS difference, CASE WHEN yes OR yes IS NULL THEN s END AS slack
FROM judged;
