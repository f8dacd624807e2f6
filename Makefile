# Two commands matter: `make demo` and `make test`. Both set up what they need.
.DEFAULT_GOAL := help
.PHONY: help setup office demo test fuzz lint forms addin samples bench bundle audit lock clean

BIN := .venv/bin
FORM := samples/shanxi-2020/创建党建先进县.xlsx
SCORED := out/创建党建先进县-已评分.xlsx
REPORT := out/创建党建先进县-自评报告.docx
ROADS := samples/national-2020/农村公路安防工程.xlsx
SOUND := out/农村公路安防工程-自评报告.docx
FAULTY := out/农村公路安防工程-改错一处.docx
MARKED := out/农村公路安防工程-改错一处-批注.docx
SEEDS := $(wildcard $(foreach kind,kashi-2018 kashi-2020 aketao-2022 jiangxi-2022,samples/$(kind)/*.xlsx))

help:  ## List the targets 列出全部目标
	@echo "make <target> 目标："
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 12

setup:  ## Python environment in .venv; instant when up to date 准备 Python 环境，已就绪则立即返回
	@bash scripts/setup.sh python

office:
	@bash scripts/setup.sh office

demo: setup  ## Score a form, write its Word report, audit two reports 给自评表评分、生成自评报告、审核报告
	@mkdir -p out
	@rm -f $(SCORED) $(REPORT)
	$(BIN)/xltools score $(FORM) -o $(SCORED) --force || [ $$? -eq 1 ]
	$(BIN)/xltools report $(SCORED) -o $(REPORT) --force || [ $$? -eq 1 ]
	@rm -rf out/seeds && mkdir out/seeds
	@$(BIN)/xltools score $(SEEDS) -o out/seeds > out/seeds/评分结果.txt || [ $$? -eq 1 ]
	@$(BIN)/xltools summary samples/jiangxi-2022 -o out/seeds/评分表.xlsx > /dev/null || [ $$? -eq 1 ]
	$(BIN)/xltools report $(ROADS) -o $(SOUND) --force
	$(BIN)/xltools audit $(SOUND) $(ROADS)
	@echo
	@echo "把报告中的全年执行数468.6万元改成486.6万元，再审核 one number changed by hand:"
	@$(BIN)/python scripts/plant_fault.py $(SOUND) $(FAULTY) 全年执行数468.6 全年执行数486.6
	$(BIN)/xltools audit $(FAULTY) $(ROADS) -o $(MARKED) --force || [ $$? -eq 1 ]
	@echo
	@echo "评分后的自评表 scored form:  $(SCORED)"
	@echo "自评报告 Word report:        $(REPORT)"
	@echo "带批注的报告 remarks in Word: $(MARKED)"
	@echo "其他四种表 four more kinds:  out/seeds/"

test: setup office  ## Run every test, with ruff and mypy; installs LibreOffice when absent 运行全部测试
	$(BIN)/python -m pytest -n auto

fuzz: setup  ## Draw odd files and texts for MINUTES=10; ONLY="xlsx value" 随机造怪文件试读
	cd tests && ../$(BIN)/python -m fuzzing --minutes $(or $(MINUTES),10) --kept ../out/fuzz $(ONLY)

lint: setup  ## Only ruff and mypy 只做代码检查
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

forms: setup  ## Rebuild the blank forms workbook/*.xlsx 重新生成空白表
	$(BIN)/python workbook/build_forms.py

addin: setup  ## Rebuild the icons and the add-ins workbook/绩效自评.* 重新生成加载项
	$(BIN)/python workbook/draw_icons.py
	$(BIN)/python workbook/build_xlam.py
	$(BIN)/python workbook/build_oxt.py
	$(BIN)/python workbook/build_wps.py
	$(BIN)/python scripts/addin_doc.py

samples: setup  ## Rebuild the sample forms 重新生成样例表
	$(BIN)/python samples/build_samples.py
	$(BIN)/python samples/build_returned.py
	$(BIN)/python samples/build_sending.py

bench: setup  ## Measure speed; LARGE=1: also ten thousand returns and the soak 测速，LARGE=1 加测上万份和长跑
	@for name in score_one score_foreign report click send collect $(if $(LARGE),collect_large soak); do \
		$(BIN)/python bench/$$name.py || exit; done

bundle: setup  ## Packages for offices without internet, in dist/ 离线安装包（PYTHON_EMBED=文件.zip，ARCH=aarch64）
	$(BIN)/python scripts/bundle.py $(if $(ARCH),--arch $(ARCH))

audit: setup  ## Look at what we depend on: hashes, licences, known bad versions, pip-audit 检查依赖
	@[ -x $(BIN)/pip-audit ] || $(BIN)/python -m pip install --quiet --no-input pip-audit || true
	@$(BIN)/python scripts/audit_supply.py --online || [ $$? -eq 3 ]

lock: setup  ## Write requirements.lock anew (UPGRADE=1: newest versions) 重新锁定依赖版本
	@bash scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean:  ## Remove results and caches; .venv stays 删除输出和缓存，保留 .venv
	rm -rf out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find xltools workbook samples templates tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
