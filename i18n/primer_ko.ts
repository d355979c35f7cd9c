<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>primer::AboutDialog</name>
    <message>
        <source>CUDA: not in this build</source>
        <translation>CUDA: 이 빌드에 없음</translation>
    </message>
    <message>
        <source>No GPU was found on this machine</source>
        <translation>이 컴퓨터에서 GPU를 찾지 못했습니다</translation>
    </message>
    <message>
        <source>About Primer</source>
        <translation>Primer 정보</translation>
    </message>
    <message>
        <source>Curate code datasets, train small code models, see what the data did.</source>
        <translation>코드 데이터셋을 고르고 작은 코드 모델을 학습해 데이터가 한 일을 봅니다.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Copy the versions</source>
        <translation>버전 복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Primer is free software under the GNU GPL, version 3 or later. It stands on:</source>
        <translation>Primer는 GNU GPL 3판 이상을 따르는 자유 소프트웨어입니다. 다음을 바탕으로 합니다.</translation>
    </message>
    <message>
        <source>LibTorch, CUDA and devices: asking primer-engine…</source>
        <translation>LibTorch, CUDA, 장치: primer-engine에 묻는 중…</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>What</source>
        <translation>구성 요소</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>primer-engine did not answer: LibTorch and devices are not known</source>
        <translation>primer-engine이 답하지 않아 LibTorch와 장치를 알 수 없습니다</translation>
    </message>
</context>
<context>
    <name>primer::AgreementPanel</name>
    <message>
        <source>Judge these</source>
        <translation>이것들 판정</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>First</source>
        <translation>첫째</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>둘째</translation>
    </message>
    <message>
        <source>Samples with the largest differences</source>
        <translation>가장 많이 다른 샘플</translation>
    </message>
    <message>
        <source>How often each pair of values was given</source>
        <translation>값의 쌍마다 나온 횟수</translation>
    </message>
    <message>
        <source>One side</source>
        <translation>한쪽</translation>
    </message>
    <message>
        <source>Other side</source>
        <translation>다른 쪽</translation>
    </message>
    <message>
        <source>Largest differences: %1, %2</source>
        <translation>가장 많이 다름: %1, %2</translation>
    </message>
    <message>
        <source>People</source>
        <translation>사람</translation>
    </message>
    <message>
        <source>No sample was asked about twice on this side.</source>
        <translation>이쪽에 두 번 물은 샘플이 없습니다.</translation>
    </message>
    <message>
        <source>No sample has a label from both sides yet.</source>
        <translation>양쪽 값이 모두 있는 샘플이 아직 없습니다.</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>정의되지 않음</translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s), %1 % equal, %2 % within one. Quadratic kappa %3 (%4–%5).</source>
        <translation>
            <numerusform>샘플 %n개, 같음 %1 %, 차이 1 이내 %2 %. 제곱 가중 카파 %3 (%4–%5).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::BarChart</name>
    <message>
        <source>%1: %2</source>
        <comment>name: figure</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>primer::BrowsePage</name>
    <message>
        <source>Choose a sample on the left to read it here.</source>
        <translation>왼쪽에서 샘플을 고르면 여기에서 읽을 수 있습니다.</translation>
    </message>
    <message>
        <source>Next sample</source>
        <translation>다음 샘플</translation>
    </message>
    <message>
        <source>Previous sample</source>
        <translation>이전 샘플</translation>
    </message>
    <message>
        <source>Code only</source>
        <translation>코드만 보기</translation>
    </message>
    <message>
        <source>Find in this file</source>
        <translation>이 파일에서 찾기</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>다음 결과</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>모두 접기</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>모두 펼치기</translation>
    </message>
    <message>
        <source>This workspace is empty. Drop files or a folder on the window, or import them from the File menu.</source>
        <translation>작업 공간이 비어 있습니다. 파일이나 폴더를 창에 끌어다 놓거나 파일 메뉴에서 가져오십시오.</translation>
    </message>
    <message>
        <source>The search stopped at its time limit after %1 of %2 files; what it found is shown.</source>
        <translation>검색이 시간 제한에 걸려 파일 %2개 중 %1개에서 멈췄습니다. 찾은 것은 표시됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>The expression was too costly for %n file(s): they count neither as hits nor as misses.</source>
        <translation>
            <numerusform>파일 %n개에서 정규식이 포기했습니다. 일치 여부를 알 수 없습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches. Switch off or remove a part of the set above.</source>
        <translation>맞는 것이 없습니다. 위에서 집합의 조건을 끄거나 지우십시오.</translation>
    </message>
    <message>
        <source>Leave code only</source>
        <translation>코드만 보기 끝내기</translation>
    </message>
    <message>
        <source>Columns and statistics…</source>
        <translation>열과 통계…</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>이전 결과</translation>
    </message>
    <message>
        <source>Outline of the file</source>
        <translation>파일 개요</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Loading %1 (%2)…</source>
        <translation>%1 (%2) 불러오는 중…</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>불러오는 중…</translation>
    </message>
    <message>
        <source>Code only · %1 brings the table back</source>
        <translation>코드만 보기 · %1 키로 표로 돌아감</translation>
    </message>
</context>
<context>
    <name>primer::ChartView</name>
    <message>
        <source>Save chart as PNG…</source>
        <translation>차트를 PNG로 저장…</translation>
    </message>
    <message>
        <source>Save chart as SVG…</source>
        <translation>차트를 SVG로 저장…</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>저장됨: %1</translation>
    </message>
    <message>
        <source>Save chart as PDF…</source>
        <translation>차트를 PDF로 저장…</translation>
    </message>
    <message>
        <source>Save numbers as CSV…</source>
        <translation>숫자를 CSV로 저장…</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>그림 (*.png)</translation>
    </message>
    <message>
        <source>Drawings (*.svg)</source>
        <translation>도면 (*.svg)</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf)</source>
        <translation>PDF 문서 (*.pdf)</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
</context>
<context>
    <name>primer::CheckActions</name>
    <message>
        <source>Rename the check…</source>
        <translation>점검 이름 바꾸기…</translation>
    </message>
    <message>
        <source>Delete the check</source>
        <translation>점검 삭제</translation>
    </message>
    <message>
        <source>In checks, hide scores and teacher labels until I have judged</source>
        <translation>점검에서는 내가 판정할 때까지 점수와 교사 라벨 숨기기</translation>
    </message>
    <message>
        <source>Rename the check</source>
        <translation>점검 이름 바꾸기</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
</context>
<context>
    <name>primer::CheckList</name>
    <message>
        <source>Blind: no other opinion until the check is finished</source>
        <translation>블라인드: 점검이 끝날 때까지 다른 의견 숨기기</translation>
    </message>
    <message>
        <source>New spot check</source>
        <translation>새 표본 점검</translation>
    </message>
    <message>
        <source>More choices…</source>
        <translation>더 많은 선택…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>이름 바꾸기…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>점검</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>판정함</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Checks of this workspace</source>
        <translation>이 작업 공간의 점검</translation>
    </message>
    <message>
        <source>Samples of the new check</source>
        <translation>새 점검의 샘플 수</translation>
    </message>
    <message>
        <source> samples</source>
        <translation>개 샘플</translation>
    </message>
    <message>
        <source>No checks yet. A spot check draws some samples of the current set at random, so that your judgements say something of all of them.</source>
        <translation>아직 점검이 없습니다. 표본 점검은 현재 집합에서 샘플 몇 개를 무작위로 뽑으므로, 그 판정은 집합 전체에 대해 말해 줍니다.</translation>
    </message>
    <message>
        <source>What do you want to judge?</source>
        <translation>무엇을 판정하시겠습니까?</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새로움</translation>
    </message>
    <message>
        <source>Show the summary</source>
        <translation>요약 보기</translation>
    </message>
    <message>
        <source>Spot check of %1</source>
        <translation>%1 표본 점검</translation>
    </message>
    <message numerus="yes">
        <source>Judge the current set in its order (%Ln samples)</source>
        <translation>
            <numerusform>현재 집합을 순서대로 판정 (샘플 %Ln개)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::CheckSummaryView</name>
    <message>
        <source>Compared with you</source>
        <translation>비교 대상</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>같음</translation>
    </message>
    <message>
        <source>Within one</source>
        <translation>차이 1 이내</translation>
    </message>
    <message>
        <source>Agreement, 95 % interval</source>
        <translation>일치도, 95 % 구간</translation>
    </message>
    <message>
        <source>Agreement with your judgements</source>
        <translation>내 판정과의 일치도</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>You</source>
        <translation>나</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>상대</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>누구</translation>
    </message>
    <message>
        <source>Where you differ most</source>
        <translation>가장 크게 다른 곳</translation>
    </message>
    <message>
        <source>Judge the differences again</source>
        <translation>다른 것을 다시 판정</translation>
    </message>
    <message>
        <source>Fit a forest or move the cut…</source>
        <translation>포리스트 학습 또는 기준선 옮기기…</translation>
    </message>
    <message>
        <source>All checks</source>
        <translation>모든 점검</translation>
    </message>
    <message>
        <source>Differences of %1</source>
        <translation>%1의 차이</translation>
    </message>
    <message>
        <source>How your judgements are spread</source>
        <translation>판정의 분포</translation>
    </message>
    <message>
        <source>How well others agree with you</source>
        <translation>다른 의견과의 일치도</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>다음:</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>“%1” is finished: %2 samples judged</source>
        <translation>“%1” 끝남: 샘플 %2개 판정</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>건너뜀</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>버림</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>정의되지 않음</translation>
    </message>
    <message>
        <source>kappa %1 (%2 to %3)</source>
        <translation>카파 %1 (%2~%3)</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa with quadratic weights: 1 is full agreement, 0 is chance</source>
        <translation>이차 가중 코헨 카파: 1은 완전한 일치, 0은 우연</translation>
    </message>
    <message>
        <source>Score of the forest</source>
        <translation>포리스트 점수</translation>
    </message>
    <message>
        <source>right order %1 (%2 to %3)</source>
        <translation>옳은 순서 %1 (%2~%3)</translation>
    </message>
    <message>
        <source>all on one side of %1</source>
        <translation>모두 %1의 한쪽에 있음</translation>
    </message>
    <message>
        <source>How often the forest scores a sample that you gave %1 or more above one that you gave less; 50 % is chance</source>
        <translation>%1점 이상 준 샘플을 그보다 낮게 준 샘플보다 포리스트가 높게 매기는 비율. 50 %는 우연</translation>
    </message>
    <message>
        <source>No teacher labelled these samples and no forest scored them yet. “Teachers” above labels them; then this summary compares.</source>
        <translation>아직 교사가 라벨하지도 포리스트가 점수를 매기지도 않았습니다. 위의 “교사”에서 라벨하면 이 요약이 비교합니다.</translation>
    </message>
    <message>
        <source>Few samples make wide intervals: a longer check narrows them.</source>
        <translation>샘플이 적으면 구간이 넓습니다. 더 긴 점검은 구간을 좁힙니다.</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>점수 %1</translation>
    </message>
    <message>
        <source>forest</source>
        <translation>포리스트</translation>
    </message>
</context>
<context>
    <name>primer::CodeHeader</name>
    <message>
        <source>Outline</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Classes, functions and methods of the file, to jump by</source>
        <translation>파일의 클래스, 함수, 메서드로 이동</translation>
    </message>
    <message>
        <source>Table and facts are hidden so that the code has the page</source>
        <translation>코드가 넓게 보이도록 표와 정보를 숨겼습니다</translation>
    </message>
</context>
<context>
    <name>primer::CodeView</name>
    <message>
        <source>Code</source>
        <translation>코드</translation>
    </message>
</context>
<context>
    <name>primer::ColumnChooser</name>
    <message>
        <source>%1 (%2 %)</source>
        <translation>%1 (%2 %)</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Find a column</source>
        <translation>열 찾기</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>서로 다름</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>최소</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Most frequent</source>
        <translation>가장 많음</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>%1 (empty)</source>
        <translation>%1 (비어 있음)</translation>
    </message>
    <message>
        <source>In conditions: %1</source>
        <translation>조건에서 쓰는 이름: %1</translation>
    </message>
    <message>
        <source>The path is always shown.</source>
        <translation>경로는 항상 표시됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>Counted over the current set, %n sample(s); all numbers are exact.</source>
        <translation>
            <numerusform>현재 집합의 샘플 %n개를 세었습니다. 모든 수는 정확합니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Samples, in equal steps from min to max</source>
        <translation>최소에서 최대까지 같은 간격으로 나눈 샘플 수</translation>
    </message>
</context>
<context>
    <name>primer::ColumnHistogram</name>
    <message>
        <source>Column of the histogram</source>
        <translation>히스토그램의 열</translation>
    </message>
    <message>
        <source>in the set</source>
        <translation>집합 안</translation>
    </message>
    <message>
        <source>others</source>
        <translation>나머지</translation>
    </message>
    <message>
        <source>%1 without a value</source>
        <translation>값 없음 %1</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>No sample has a value in this column</source>
        <translation>이 열에 값이 있는 샘플이 없습니다</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>%1 히스토그램</translation>
    </message>
</context>
<context>
    <name>primer::ColumnValueReader</name>
    <message>
        <source>the smallest</source>
        <translation>최솟값</translation>
    </message>
    <message>
        <source>a quarter lies below</source>
        <translation>1/4이 이보다 작음</translation>
    </message>
    <message>
        <source>the median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>a quarter lies above</source>
        <translation>1/4이 이보다 큼</translation>
    </message>
    <message>
        <source>the largest</source>
        <translation>최댓값</translation>
    </message>
</context>
<context>
    <name>primer::CommandPalette</name>
    <message>
        <source>Type what you want to do</source>
        <translation>할 일을 입력하십시오</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>No command has these words</source>
        <translation>이 낱말이 있는 명령이 없습니다</translation>
    </message>
</context>
<context>
    <name>primer::CommandWords</name>
    <message>
        <source>Language: %1</source>
        <translation>언어: %1</translation>
    </message>
    <message>
        <source>table samples search filter code view</source>
        <translation>표 샘플 검색 필터 코드 보기</translation>
    </message>
    <message>
        <source>judge annotate check review teacher</source>
        <translation>판정 주석 점검 검토 교사</translation>
    </message>
    <message>
        <source>forest score threshold cut classifier filter</source>
        <translation>포리스트 점수 임계값 자르기 분류기 필터</translation>
    </message>
    <message>
        <source>dataset save parquet jsonl write licence</source>
        <translation>데이터셋 저장 쓰기 라이선스 parquet jsonl</translation>
    </message>
    <message>
        <source>training runs loss model</source>
        <translation>학습 실행 손실 모델</translation>
    </message>
    <message>
        <source>create project</source>
        <translation>만들기 프로젝트</translation>
    </message>
    <message>
        <source>load project</source>
        <translation>불러오기 프로젝트</translation>
    </message>
    <message>
        <source>add load data parquet jsonl dataset</source>
        <translation>추가 불러오기 데이터 데이터셋 parquet jsonl</translation>
    </message>
    <message>
        <source>exit close</source>
        <translation>나가기 닫기</translation>
    </message>
    <message>
        <source>dataset save parquet jsonl write</source>
        <translation>데이터셋 저장 쓰기 parquet jsonl</translation>
    </message>
    <message>
        <source>progress tasks work running cancel</source>
        <translation>진행 작업 실행 취소</translation>
    </message>
    <message>
        <source>errors bad rows quarantine failed import</source>
        <translation>오류 잘못된 행 격리 실패 가져오기</translation>
    </message>
    <message>
        <source>translation english korean</source>
        <translation>번역 영어 한국어</translation>
    </message>
    <message>
        <source>focus full screen distraction</source>
        <translation>집중 전체 화면</translation>
    </message>
    <message>
        <source>judge annotate review</source>
        <translation>판정 주석 검토</translation>
    </message>
    <message>
        <source>gpt openai llm annotate judge model label</source>
        <translation>주석 판정 모델 라벨 gpt openai llm</translation>
    </message>
    <message>
        <source>train classifier random forest score model</source>
        <translation>학습 분류기 랜덤 포리스트 점수 모델</translation>
    </message>
    <message>
        <source>start new run training model gpu loss</source>
        <translation>시작 새 실행 학습 모델 손실 gpu</translation>
    </message>
    <message>
        <source>filter query condition selection</source>
        <translation>필터 질의 조건 선택</translation>
    </message>
    <message>
        <source>shortcuts keyboard bindings</source>
        <translation>단축키 키보드</translation>
    </message>
    <message>
        <source>messages errors debug</source>
        <translation>메시지 오류 디버그</translation>
    </message>
    <message>
        <source>version licence gpu cuda</source>
        <translation>버전 라이선스 gpu cuda</translation>
    </message>
    <message>
        <source>verify integrity damage repair database fsck</source>
        <translation>확인 무결성 손상 복구 데이터베이스</translation>
    </message>
    <message>
        <source>download hub huggingface weights</source>
        <translation>다운로드 허브 가중치 내려받기</translation>
    </message>
    <message>
        <source>Appearance: %1</source>
        <translation>모양: %1</translation>
    </message>
    <message>
        <source>colours theme dark light mode high contrast accessibility</source>
        <translation>색 테마 어둡게 밝게 모드 고대비 접근성</translation>
    </message>
    <message>
        <source>exit focus full screen back table</source>
        <translation>나가기 집중 전체 화면 표 돌아가기</translation>
    </message>
    <message>
        <source>clipboard</source>
        <translation>클립보드</translation>
    </message>
    <message>
        <source>condition only where same</source>
        <translation>조건 같은 것만</translation>
    </message>
    <message>
        <source>condition without not hide</source>
        <translation>조건 제외 빼기 숨기기</translation>
    </message>
    <message>
        <source>take back revert label</source>
        <translation>취소 되돌리기 라벨</translation>
    </message>
    <message>
        <source>label rate annotate bulk many selected</source>
        <translation>라벨 평가 주석 일괄 여러 개 선택</translation>
    </message>
    <message>
        <source>comment remark annotate</source>
        <translation>설명 주석 의견</translation>
    </message>
    <message>
        <source>list check bulk collect</source>
        <translation>목록 점검 일괄 모으기</translation>
    </message>
    <message>
        <source>filter subset selection set</source>
        <translation>필터 부분 선택 집합</translation>
    </message>
    <message>
        <source>save dataset subset parquet jsonl</source>
        <translation>저장 데이터셋 부분 parquet jsonl</translation>
    </message>
    <message>
        <source>external program show file manager kate vscode</source>
        <translation>외부 프로그램 파일 관리자 kate vscode</translation>
    </message>
    <message>
        <source>choose show hide fields statistics missing distinct median</source>
        <translation>선택 보이기 숨기기 필드 통계 빠짐 중앙값</translation>
    </message>
    <message>
        <source>symbols classes functions methods structure jump</source>
        <translation>기호 클래스 함수 메서드 구조 이동</translation>
    </message>
    <message>
        <source>find everywhere same code</source>
        <translation>모든 곳 찾기 같은 코드</translation>
    </message>
    <message>
        <source>manual handbook guide readme tour</source>
        <translation>설명서 안내서 매뉴얼 사용법 둘러보기</translation>
    </message>
    <message>
        <source>generate textbooks exercises constraints prompts grammar</source>
        <translation>합성 생성 교과서 연습 문제 제약 프롬프트 문법</translation>
    </message>
    <message>
        <source>generate synthesise textbooks exercises rewrite llm model prompts</source>
        <translation>합성 생성 교과서 연습 문제 다시 쓰기 모델 프롬프트</translation>
    </message>
</context>
<context>
    <name>primer::ConnectionTest</name>
    <message>
        <source>Test connection</source>
        <translation>연결 시험</translation>
    </message>
    <message>
        <source>What the test found</source>
        <translation>시험 결과</translation>
    </message>
    <message>
        <source>Asks the server for its list of models, which costs nothing.</source>
        <translation>서버에 모델 목록을 요청합니다. 비용이 들지 않습니다.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1에 요청하는 중…</translation>
    </message>
    <message>
        <source>✓ The server answers. It has no list of models: the first prompts will tell whether it knows “%1”.</source>
        <translation>✓ 서버가 답합니다. 모델 목록이 없으므로 “%1”을(를) 아는지는 첫 프롬프트에서 알 수 있습니다.</translation>
    </message>
    <message>
        <source>✓ The server answers and has “%1”.</source>
        <translation>✓ 서버가 답하며 “%1”이(가) 있습니다.</translation>
    </message>
    <message>
        <source>✗ The server answers, and its list of models has no “%1”.</source>
        <translation>✗ 서버가 답하지만 모델 목록에 “%1”이(가) 없습니다.</translation>
    </message>
</context>
<context>
    <name>primer::CoveragePanel</name>
    <message>
        <source>Next empty cell</source>
        <translation>다음 빈 칸</translation>
    </message>
    <message>
        <source>Generate more</source>
        <translation>더 생성</translation>
    </message>
    <message>
        <source>Coverage of two axes</source>
        <translation>두 축의 범위</translation>
    </message>
    <message>
        <source>Choose a cell to see its rows.</source>
        <translation>칸을 고르면 그 행이 보입니다.</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>채택</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>계획</translation>
    </message>
    <message>
        <source>Accepted of generated</source>
        <translation>생성 대비 채택</translation>
    </message>
    <message>
        <source>values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>How many levels of a tree are told apart.</source>
        <translation>트리를 몇 단계까지 구분할지 정합니다.</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>가로</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>세로</translation>
    </message>
    <message>
        <source>Levels of trees</source>
        <translation>트리 단계</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>Rows to generate of this cell</source>
        <translation>이 칸에서 생성할 행 수</translation>
    </message>
    <message>
        <source>The next rows of the plan that lie in this cell are asked for at once.</source>
        <translation>계획에서 이 칸에 드는 다음 행을 바로 요청합니다.</translation>
    </message>
    <message>
        <source>%1: %2, %3: %4. %5 planned, %6 generated, %7 accepted.</source>
        <translation>%1: %2, %3: %4. 계획 %5개, 생성 %6개, 채택 %7개.</translation>
    </message>
    <message>
        <source>A map needs two axes, and this run draws fewer.</source>
        <translation>지도에는 축이 두 개 필요하지만 이 실행은 그보다 적게 뽑습니다.</translation>
    </message>
    <message numerus="yes">
        <source>Each of the %n cells has an accepted row.</source>
        <translation>
            <numerusform>칸 %n개 모두에 채택된 행이 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cells of %1 have no accepted row.</source>
        <translation>
            <numerusform>칸 %1개 중 %n개에 채택된 행이 없습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Next thinnest cell</source>
        <translation>다음으로 적은 칸</translation>
    </message>
</context>
<context>
    <name>primer::CutBar</name>
    <message>
        <source>Fit a forest…</source>
        <translation>포리스트 학습…</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>보고서…</translation>
    </message>
    <message>
        <source>Keep as threshold…</source>
        <translation>문턱값으로 보관…</translation>
    </message>
    <message>
        <source>Use as the current set</source>
        <translation>현재 집합으로</translation>
    </message>
    <message>
        <source>Near-duplicates…</source>
        <translation>유사 중복…</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>기준선</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>라벨별</translation>
    </message>
    <message>
        <source>By judgement</source>
        <translation>판정별</translation>
    </message>
    <message>
        <source>By source</source>
        <translation>원본별</translation>
    </message>
    <message>
        <source>What the bars are split by</source>
        <translation>막대를 나누는 기준</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>포리스트</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>문턱값</translation>
    </message>
    <message>
        <source>Forest %1 · %2 · %3</source>
        <translation>포리스트 %1 · %2 · %3</translation>
    </message>
    <message>
        <source>all labels</source>
        <translation>모든 라벨</translation>
    </message>
    <message>
        <source>No thresholds yet</source>
        <translation>아직 문턱값 없음</translation>
    </message>
    <message>
        <source>%1 · version %2 · %3</source>
        <translation>%1 · 판 %2 · %3</translation>
    </message>
</context>
<context>
    <name>primer::CutStrip</name>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source> · label %1</source>
        <translation> · 라벨 %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 열기</translation>
    </message>
</context>
<context>
    <name>primer::CutSummary</name>
    <message>
        <source>%1 (%2–%3)</source>
        <translation>%1 (%2–%3)</translation>
    </message>
    <message>
        <source>kept: %1 samples, %4 · %2 · about %3 tokens</source>
        <translation>남음: 샘플 %1개, %4 · %2 · 토큰 약 %3개</translation>
    </message>
    <message>
        <source>On held-out labels: precision %1, recall %2, F1 %3</source>
        <translation>따로 둔 라벨에서: 정밀도 %1, 재현율 %2, F1 %3</translation>
    </message>
    <message>
        <source>near-duplicates among them are left out after the cut</source>
        <translation>그중 유사 중복은 기준선 뒤에 빠집니다</translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples without a score are left out</source>
        <translation>
            <numerusform>점수 없는 샘플 %Ln개는 빠짐</numerusform>
        </translation>
    </message>
    <message>
        <source>Shares are of the current set: %1 samples, %2</source>
        <translation>비율의 기준은 현재 집합입니다: 샘플 %1개, %2</translation>
    </message>
    <message>
        <source>Shares are of the current set without its cut: %1 samples, %2</source>
        <translation>비율의 기준은 선 적용 전의 현재 집합입니다: 샘플 %1개, %2</translation>
    </message>
    <message>
        <source>%1 of the bytes are kept</source>
        <translation>바이트의 %1 유지</translation>
    </message>
    <message>
        <source>On held-out labels, rules applied: precision %1, recall %2, F1 %3</source>
        <translation>따로 둔 라벨에서, 규칙 적용: 정밀도 %1, 재현율 %2, F1 %3</translation>
    </message>
</context>
<context>
    <name>primer::DiversityFigures</name>
    <message>
        <source>– in %1</source>
        <translation>– %1에서</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>Word 3-grams</source>
        <translation>단어 3-그램</translation>
    </message>
    <message>
        <source>Function names</source>
        <translation>함수 이름</translation>
    </message>
    <message>
        <source>Openings</source>
        <translation>첫머리</translation>
    </message>
    <message>
        <source>Values that occur</source>
        <translation>나타나는 값</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Distinct names</source>
        <translation>서로 다른 이름</translation>
    </message>
    <message>
        <source>Distinct 3-grams</source>
        <translation>서로 다른 3-그램</translation>
    </message>
    <message>
        <source>Nearest overlap</source>
        <translation>가장 가까운 겹침</translation>
    </message>
    <message>
        <source>Half alike</source>
        <translation>절반이 같음</translation>
    </message>
    <message>
        <source>Top opening</source>
        <translation>가장 흔한 첫머리</translation>
    </message>
    <message>
        <source>Top structure</source>
        <translation>가장 흔한 구조</translation>
    </message>
    <message>
        <source>Code structures</source>
        <translation>코드 구조</translation>
    </message>
</context>
<context>
    <name>primer::DiversityPanel</name>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Cells to generate again</source>
        <translation>다시 생성할 칸</translation>
    </message>
    <message>
        <source>What differs, what is alike</source>
        <translation>다른 것과 같은 것</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>Values of the axes</source>
        <translation>축의 값</translation>
    </message>
    <message>
        <source>Openings</source>
        <translation>첫머리</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>가져온 모듈</translation>
    </message>
    <message>
        <source>Nothing is imported.</source>
        <translation>가져온 모듈이 없습니다.</translation>
    </message>
    <message>
        <source>The run draws no axis.</source>
        <translation>이 실행은 축을 뽑지 않습니다.</translation>
    </message>
    <message>
        <source>Where the rows are homogeneous</source>
        <translation>행이 비슷비슷한 곳</translation>
    </message>
    <message>
        <source>Shows the map of coverage at its emptiest cell.</source>
        <translation>가장 빈 칸에서 범위 지도를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>A run without these constraints; both are measured at the size of the smaller one.</source>
        <translation>이 제약 없이 만든 실행입니다. 둘 다 작은 쪽의 크기로 측정합니다.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>측정하는 중…</translation>
    </message>
    <message>
        <source>“Measure” tells how different the accepted rows are from each other. Choose a baseline to see it beside a run that was made without these constraints.</source>
        <translation>“측정”은 채택된 행이 서로 얼마나 다른지 알려 줍니다. 기준을 고르면 이 제약 없이 만든 실행과 나란히 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>There is nothing to measure before two rows are accepted.</source>
        <translation>행이 두 개 채택되어야 측정할 수 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of “%1” measured.</source>
        <translation>
            <numerusform>“%1”의 행 %n개를 측정했습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) each of “%1” and “%2” measured.</source>
        <translation>
            <numerusform>“%1”와(과) “%2”의 행을 %n개씩 측정했습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is diverse by every measure.</source>
        <translation>“%1”은(는) 모든 측정에서 다양합니다.</translation>
    </message>
    <message numerus="yes">
        <source>“%1” is homogeneous by %n measure(s).</source>
        <translation>
            <numerusform>“%1”은(는) 측정 %n가지에서 비슷비슷합니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::DocumentationView</name>
    <message>
        <source>Documentation</source>
        <translation>설명서</translation>
    </message>
</context>
<context>
    <name>primer::EndpointFields</name>
    <message>
        <source>Keep it in the keychain</source>
        <translation>키체인에 보관</translation>
    </message>
    <message>
        <source>Allow plain http to another machine</source>
        <translation>다른 컴퓨터에 일반 http 허용</translation>
    </message>
    <message>
        <source>for this session only, in memory</source>
        <translation>이번에만, 메모리에만</translation>
    </message>
    <message>
        <source>In the keychain of the desktop, for this server; never in a file of Primer&apos;s.</source>
        <translation>데스크톱의 키체인에 이 서버용으로 보관합니다. Primer의 파일에는 절대 저장되지 않습니다.</translation>
    </message>
    <message>
        <source>The key and the samples can then be read on the way.</source>
        <translation>그러면 키와 샘플을 도중에 읽을 수 있습니다.</translation>
    </message>
    <message>
        <source>A key in the keychain comes first; else the one that this variable holds.</source>
        <translation>키체인의 키를 먼저 쓰고, 없으면 이 변수의 키를 씁니다.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>or from variable</source>
        <translation>또는 변수에서</translation>
    </message>
    <message>
        <source>Budget (never exceeded)</source>
        <translation>예산 (넘지 않음)</translation>
    </message>
    <message>
        <source>Per million prompt tokens</source>
        <translation>프롬프트 토큰 백만 개당</translation>
    </message>
    <message>
        <source>Per million reply tokens</source>
        <translation>응답 토큰 백만 개당</translation>
    </message>
    <message>
        <source>Concurrent requests</source>
        <translation>동시 요청 수</translation>
    </message>
    <message>
        <source>Max tokens per reply</source>
        <translation>응답 최대 토큰</translation>
    </message>
    <message>
        <source>Cost and limits</source>
        <translation>비용과 한도</translation>
    </message>
</context>
<context>
    <name>primer::ErrorTexts</name>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
    <message>
        <source>What was finished is kept; start it again to continue from there.</source>
        <translation>끝난 부분은 보존됩니다. 다시 시작하면 거기서 이어집니다.</translation>
    </message>
    <message>
        <source>“%1” is not there.</source>
        <translation>“%1”이(가) 없습니다.</translation>
    </message>
    <message>
        <source>It may have been moved or removed. Check the path.</source>
        <translation>옮겨졌거나 지워졌을 수 있습니다. 경로를 확인하십시오.</translation>
    </message>
    <message>
        <source>No permission for “%1”.</source>
        <translation>“%1”에 대한 권한이 없습니다.</translation>
    </message>
    <message>
        <source>Check the permissions of the file or folder.</source>
        <translation>파일이나 폴더의 권한을 확인하십시오.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>디스크가 가득 찼습니다.</translation>
    </message>
    <message>
        <source>Everything finished so far is kept. Free some space and start it again.</source>
        <translation>지금까지 끝난 것은 모두 보존됩니다. 공간을 비우고 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>Reading or writing “%1” failed.</source>
        <translation>“%1”을(를) 읽거나 쓰지 못했습니다.</translation>
    </message>
    <message>
        <source>Check the disk; what was stored before is kept.</source>
        <translation>디스크를 확인하십시오. 전에 저장한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>“%1” is damaged.</source>
        <translation>“%1”이(가) 손상되었습니다.</translation>
    </message>
    <message>
        <source>What could be read is kept. Restore the file from its source and try again.</source>
        <translation>읽은 부분은 보존됩니다. 파일을 원본에서 복구한 뒤 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Primer cannot use “%1”.</source>
        <translation>Primer가 “%1”을(를) 사용할 수 없습니다.</translation>
    </message>
    <message>
        <source>“%1” is not valid here.</source>
        <translation>“%1”은(는) 여기에서 올바르지 않습니다.</translation>
    </message>
    <message>
        <source>There is no column “%1”.</source>
        <translation>“%1” 열이 없습니다.</translation>
    </message>
    <message>
        <source>“%1” needs a number, or a range such as 10..20.</source>
        <translation>“%1”에는 숫자나 10..20 같은 범위가 필요합니다.</translation>
    </message>
    <message>
        <source>“%1” needs a date such as 2020-01-31.</source>
        <translation>“%1”에는 2020-01-31 같은 날짜가 필요합니다.</translation>
    </message>
    <message>
        <source>A quotation mark is not closed: %1</source>
        <translation>따옴표가 닫히지 않았습니다: %1</translation>
    </message>
    <message>
        <source>“%1” has no value.</source>
        <translation>“%1”에 값이 없습니다.</translation>
    </message>
    <message>
        <source>“%1” compares words; only “:” works there.</source>
        <translation>“%1”은(는) 낱말 비교입니다. “:”만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>“%1” is not a condition. Write column:value, for example stars&gt;=10.</source>
        <translation>“%1”은(는) 조건이 아닙니다. 열:값 형태로 쓰십시오. 예: stars&gt;=10</translation>
    </message>
    <message>
        <source>The regular expression has a mistake at character %1.</source>
        <translation>정규식의 %1번째 글자에 오류가 있습니다.</translation>
    </message>
    <message>
        <source>No column of “%1” could be told to hold the content.</source>
        <translation>“%1”에서 내용이 든 열을 알아낼 수 없습니다.</translation>
    </message>
    <message>
        <source>Choose which column it is.</source>
        <translation>어느 열인지 고르십시오.</translation>
    </message>
    <message>
        <source>The workspace is open in another program.</source>
        <translation>작업 공간이 다른 프로그램에서 열려 있습니다.</translation>
    </message>
    <message>
        <source>Close it there, or open it here for reading only.</source>
        <translation>그쪽에서 닫거나 여기에서 읽기 전용으로 여십시오.</translation>
    </message>
    <message>
        <source>This workspace was written by a newer Primer.</source>
        <translation>더 새로운 Primer가 만든 작업 공간입니다.</translation>
    </message>
    <message>
        <source>Update Primer to open it. Nothing was changed.</source>
        <translation>열려면 Primer를 업데이트하십시오. 바뀐 것은 없습니다.</translation>
    </message>
    <message>
        <source>The workspace&apos;s database reported an error.</source>
        <translation>작업 공간의 데이터베이스에서 오류가 났습니다.</translation>
    </message>
    <message>
        <source>Nothing that was confirmed is lost. “primer-cli check” tells more.</source>
        <translation>확인된 것은 잃지 않았습니다. “primer-cli check”로 자세히 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>The reader of “%1” ended unexpectedly.</source>
        <translation>“%1”을(를) 읽던 프로그램이 예기치 않게 끝났습니다.</translation>
    </message>
    <message>
        <source>What it had read is kept; the file may be damaged.</source>
        <translation>읽은 것은 보존됩니다. 파일이 손상되었을 수 있습니다.</translation>
    </message>
    <message>
        <source>“%1” is larger than Primer accepts.</source>
        <translation>“%1”이(가) Primer가 받는 크기보다 큽니다.</translation>
    </message>
    <message>
        <source>“%1” holds other files.</source>
        <translation>“%1”에 다른 파일이 있습니다.</translation>
    </message>
    <message>
        <source>Choose an empty folder or an earlier export. Nothing was touched.</source>
        <translation>빈 폴더나 이전에 내보낸 폴더를 고르십시오. 바뀐 것은 없습니다.</translation>
    </message>
    <message>
        <source>There is no key for “%1”.</source>
        <translation>“%1”의 키가 없습니다.</translation>
    </message>
    <message>
        <source>Type it in the dialog, keep it in the keychain there, or set the variable of the environment. Nothing was sent.</source>
        <translation>대화 상자에 입력하거나 거기서 키체인에 보관하거나 환경 변수를 설정하십시오. 아무것도 보내지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>primer::ExportPage</name>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Parquet (zstd)</source>
        <translation>Parquet (zstd)</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>JSON lines (zstd)</source>
        <translation>JSON Lines (zstd)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Licences to export</source>
        <translation>내보낼 수 있는 라이선스</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
    <message>
        <source>Folder of the dataset</source>
        <translation>데이터셋 폴더</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Left out because of their licence: %1 (unknown: %2)</source>
        <translation>라이선스 정책으로 제외: %1개 (알 수 없음: %2개)</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>The current set: %1</source>
        <translation>현재 집합: %1개</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was written, and what was in the folder before is as it was.</source>
        <translation>취소했습니다. 아무것도 기록되지 않았으며 폴더에 있던 내용은 그대로입니다.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>In the set</source>
        <translation>집합</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>내보냄</translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples</source>
        <translation>
            <numerusform>샘플 %Ln개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2, in %3</source>
        <comment>samples, bytes, time</comment>
        <translation>%1, %2, %3 걸림</translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples will be written, %1 left out because of their licence (unknown: %2).</source>
        <translation>
            <numerusform>샘플 %Ln개를 씁니다. 라이선스 때문에 %1개는 제외합니다(알 수 없음: %2).</numerusform>
        </translation>
    </message>
    <message>
        <source>Only samples under a ticked licence are exported. One found in several places leaves under a ticked one of theirs.</source>
        <translation>표시한 라이선스의 샘플만 내보냅니다. 여러 곳에서 발견된 샘플은 그중 표시한 라이선스로 내보냅니다.</translation>
    </message>
</context>
<context>
    <name>primer::ExportPreviewView</name>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Preparing the preview…</source>
        <translation>미리 보기를 만드는 중…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>처음 몇 행</translation>
    </message>
    <message>
        <source>Dataset card</source>
        <translation>데이터셋 카드</translation>
    </message>
    <message>
        <source>There is no preview.</source>
        <translation>미리 볼 수 없습니다.</translation>
    </message>
    <message>
        <source>Nothing would be exported: no licence of these samples is ticked. Tick those that may be exported.</source>
        <translation>내보낼 것이 없습니다. 이 샘플들의 라이선스가 하나도 표시되지 않았습니다. 내보낼 수 있는 것을 표시하십시오.</translation>
    </message>
    <message>
        <source>Nothing would be exported: the current set is empty. Remove a condition above, or import files.</source>
        <translation>내보낼 것이 없습니다. 현재 집합이 비어 있습니다. 위에서 조건을 지우거나 파일을 가져오십시오.</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>약 %1</translation>
    </message>
    <message>
        <source>Estimated from rows that were written for this preview: %1 bytes</source>
        <translation>이 미리 보기를 위해 써 본 행으로 추정: %1바이트</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1바이트</translation>
    </message>
</context>
<context>
    <name>primer::ExtendDialog</name>
    <message>
        <source>Keep the schedule</source>
        <translation>일정 유지</translation>
    </message>
    <message>
        <source>Stretch the schedule over all steps</source>
        <translation>일정을 모든 단계로 늘리기</translation>
    </message>
    <message>
        <source>Extend the run</source>
        <translation>실행 연장</translation>
    </message>
    <message>
        <source>Steps to add</source>
        <translation>더할 단계</translation>
    </message>
    <message>
        <source>Stop the run first: the engine that trains keeps the schedule that it began with, which ends with the last step.</source>
        <translation>먼저 실행을 멈추십시오. 학습 중인 엔진은 시작할 때의 일정을 따르며 일정은 마지막 단계에서 끝납니다.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>연장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The learning rate was %1 at step %2. It would be %3 at step %4 and %5 at step %6, the last one.</source>
        <translation>학습률은 %2단계에서 %1이었습니다. %4단계에서 %3, 마지막 %6단계에서 %5이 됩니다.</translation>
    </message>
    <message>
        <source>It rises again: the loss may do so too, before it falls further.</source>
        <translation>학습률이 다시 올라가므로 손실도 더 내려가기 전에 올라갈 수 있습니다.</translation>
    </message>
    <message>
        <source>At a learning rate of 0 nothing more is learnt: stretch the schedule, or fork the run with another one.</source>
        <translation>학습률 0에서는 더 배우지 않습니다. 일정을 늘리거나 다른 학습률로 실행을 분기하십시오.</translation>
    </message>
</context>
<context>
    <name>primer::ExtensionDialog</name>
    <message>
        <source>Extend “%1”</source>
        <translation>“%1” 연장</translation>
    </message>
    <message>
        <source>What was answered stays and is not paid again. The run continues at once.</source>
        <translation>답을 받은 것은 그대로 남고 다시 지불하지 않습니다. 실행은 바로 계속됩니다.</translation>
    </message>
    <message>
        <source>Prompts in all</source>
        <translation>전체 프롬프트 수</translation>
    </message>
    <message>
        <source>Accepted rows wanted</source>
        <translation>원하는 채택 행 수</translation>
    </message>
    <message>
        <source>Budget (never exceeded)</source>
        <translation>예산 (넘지 않음)</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Concurrent requests</source>
        <translation>동시 요청 수</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>연장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
</context>
<context>
    <name>primer::FetchDialog</name>
    <message>
        <source>Fetch a model</source>
        <translation>모델 가져오기</translation>
    </message>
    <message>
        <source>OWNER/NAME</source>
        <translation>OWNER/NAME</translation>
    </message>
    <message>
        <source>only for models that need one</source>
        <translation>필요한 모델에만</translation>
    </message>
    <message>
        <source>Kept until this workspace is closed, in memory only. Without it the variable HF_TOKEN is used when there is one.</source>
        <translation>이 작업 공간을 닫을 때까지 메모리에만 둡니다. 비워 두면 환경 변수 HF_TOKEN이 있을 때 그것을 씁니다.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Configuration, tokenizer and weights as safetensors; every file is checked. A fetch that was cancelled or broke off goes on where it ended.</source>
        <translation>설정, 토크나이저, safetensors 가중치를 가져오며 파일마다 검사합니다. 취소했거나 끊긴 작업은 멈춘 곳부터 이어집니다.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>리비전</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>엔드포인트</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>모델 폴더</translation>
    </message>
    <message>
        <source>A model&apos;s name is OWNER/NAME, as in Salesforce/codegen-350M-mono.</source>
        <translation>모델 이름은 Salesforce/codegen-350M-mono처럼 OWNER/NAME 형식입니다.</translation>
    </message>
    <message>
        <source>An endpoint begins with https://, or with http:// on this machine.</source>
        <translation>엔드포인트는 https://로 시작합니다. 이 컴퓨터라면 http://도 됩니다.</translation>
    </message>
</context>
<context>
    <name>primer::FilterInput</name>
    <message>
        <source>Add a condition, such as stars&gt;=10</source>
        <translation>조건 추가, 예: stars&gt;=10</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>조건 추가</translation>
    </message>
    <message>
        <source>What may follow</source>
        <translation>이어질 수 있는 것</translation>
    </message>
</context>
<context>
    <name>primer::FilterSuggestions</name>
    <message>
        <source>is one of</source>
        <translation>다음 중 하나</translation>
    </message>
    <message>
        <source>is, or a range such as 10..20</source>
        <translation>같음, 또는 10..20 같은 범위</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>아님</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>이하</translation>
    </message>
    <message>
        <source>more than</source>
        <translation>초과</translation>
    </message>
    <message>
        <source>less than</source>
        <translation>미만</translation>
    </message>
    <message>
        <source>has no value</source>
        <translation>값 없음</translation>
    </message>
    <message>
        <source>has a value</source>
        <translation>값 있음</translation>
    </message>
</context>
<context>
    <name>primer::FindBar</name>
    <message>
        <source>Find in this file</source>
        <translation>이 파일에서 찾기</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>대소문자 구분</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>이전 결과</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>다음 결과</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>찾기 닫기</translation>
    </message>
    <message>
        <source>no expression</source>
        <translation>정규식이 아님</translation>
    </message>
    <message>
        <source>too costly</source>
        <translation>너무 오래 걸림</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>찾을 수 없음</translation>
    </message>
    <message>
        <source>At character %1: %2</source>
        <translation>%1번째 글자: %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1</translation>
    </message>
</context>
<context>
    <name>primer::FitDialog</name>
    <message>
        <source>Fit a forest</source>
        <translation>포리스트 학습</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>벡터</translation>
    </message>
    <message>
        <source>%1 (%2 labels)</source>
        <translation>%1 (라벨 %2개)</translation>
    </message>
    <message>
        <source>Full report: further seeds, learning curve, logistic regression</source>
        <translation>전체 보고서: 다른 시드, 학습 곡선, 로지스틱 회귀</translation>
    </message>
    <message>
        <source>Quick report: metrics only</source>
        <translation>빠른 보고서: 지표만</translation>
    </message>
    <message>
        <source>Labels by</source>
        <translation>라벨을 단 쪽</translation>
    </message>
    <message>
        <source>Positive from label</source>
        <translation>양성으로 볼 최소 라벨</translation>
    </message>
    <message>
        <source>Trees</source>
        <translation>나무 수</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Fit and score</source>
        <translation>학습하고 채점</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message numerus="yes">
        <source>People (%Ln judgements)</source>
        <translation>
            <numerusform>사람 (판정 %Ln개)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::ForecastText</name>
    <message>
        <source>The remaining %1 rows would take about %2 tokens and %3. No price was given.</source>
        <translation>남은 %1행에는 토큰 약 %2개와 %3이(가) 걸립니다. 가격은 주어지지 않았습니다.</translation>
    </message>
    <message>
        <source>The remaining %1 rows would take about %2 tokens, %3 (%4 to %5) and %6.</source>
        <translation>남은 행 %1개에는 토큰 약 %2개, %3 (%4 ~ %5), %6이(가) 듭니다.</translation>
    </message>
</context>
<context>
    <name>primer::HistogramChart</name>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ~ %2</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>전체 %1</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%2별 %1</translation>
    </message>
    <message>
        <source>%1 from %2 to %3, most of them at %4</source>
        <translation>%2 ~ %3의 %1, 가장 많은 곳은 %4</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: count</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>primer::HistoryRow</name>
    <message>
        <source>skipped</source>
        <translation>건너뜀</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>버림</translation>
    </message>
    <message>
        <source>Go back to:</source>
        <translation>돌아가기:</translation>
    </message>
    <message>
        <source>Sample %1: %2</source>
        <translation>샘플 %1: %2</translation>
    </message>
</context>
<context>
    <name>primer::HumanText</name>
    <message>
        <source>under 1 s</source>
        <translation>1초 미만</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
</context>
<context>
    <name>primer::ImportFlow</name>
    <message>
        <source>Import a folder</source>
        <translation>폴더 가져오기</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>파일 가져오기</translation>
    </message>
    <message>
        <source>No column of “%1” could be told to hold the content. Choose it here; the other fields are optional.</source>
        <translation>“%1”에서 내용이 담긴 열을 알 수 없습니다. 여기서 고르십시오. 다른 항목은 선택 사항입니다.</translation>
    </message>
    <message>
        <source>Choose the columns of “%1”; it is then read again. What is imported already is not doubled.</source>
        <translation>“%1”의 열을 고르면 다시 읽습니다. 이미 가져온 것은 중복되지 않습니다.</translation>
    </message>
</context>
<context>
    <name>primer::InterruptedOffer</name>
    <message>
        <source>%1 was interrupted.</source>
        <translation>%1 작업이 중단되었습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs were interrupted.</source>
        <translation>
            <numerusform>작업 %n개가 중단되었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>They can be continued or started again.</source>
        <translation>계속하거나 다시 시작할 수 있습니다.</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>작업 보기</translation>
    </message>
</context>
<context>
    <name>primer::JobRow</name>
    <message>
        <source>Show me</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>%1 진행률</translation>
    </message>
    <message>
        <source>Log of %1</source>
        <translation>%1 로그</translation>
    </message>
</context>
<context>
    <name>primer::JobTexts</name>
    <message>
        <source>Import %1</source>
        <translation>%1 가져오기</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>데모</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 내보내기</translation>
    </message>
    <message>
        <source>Token shards %1</source>
        <translation>토큰 샤드 %1</translation>
    </message>
    <message>
        <source>Labels by rules, forest and scores</source>
        <translation>규칙 라벨, 포리스트, 점수</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>포리스트</translation>
    </message>
    <message>
        <source>Scores of %1</source>
        <translation>%1의 점수</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>유사 중복</translation>
    </message>
    <message>
        <source>Labels of %1</source>
        <translation>%1의 라벨</translation>
    </message>
    <message>
        <source>List of rejected rows</source>
        <translation>거부된 행 목록</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>검색 색인</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message numerus="yes">
        <source>Done with %n failures</source>
        <translation>
            <numerusform>완료, 실패 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>Begins when another job has ended.</source>
        <translation>다른 작업이 끝나면 시작합니다.</translation>
    </message>
    <message>
        <source>The program ended before this did.</source>
        <translation>이 작업이 끝나기 전에 프로그램이 종료되었습니다.</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>초당 %1</translation>
    </message>
    <message>
        <source>Is being cancelled…</source>
        <translation>취소하는 중…</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>행 %1개</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>%1 rows: %2 added, %3 duplicates, %4 joined, %5 rejected, %6 passed over, %7 in %8</source>
        <translation>행 %1개: 추가 %2개, 중복 %3개, 합침 %4개, 거부 %5개, 건너뜀 %6개, %7, %8 걸림</translation>
    </message>
    <message>
        <source>files that are no data: %1</source>
        <translation>데이터가 아닌 파일: %1</translation>
    </message>
    <message>
        <source>%1 files added, %2 labelled, %3 exported in %4</source>
        <translation>파일 %1개 추가, %2개 라벨 지정, %3개 내보냄, %4 걸림</translation>
    </message>
    <message>
        <source>%1 samples exported, %2 left out by licence</source>
        <translation>샘플 %1개 내보냄, 라이선스로 %2개 제외</translation>
    </message>
    <message>
        <source>%1 labelled, %2 waiting, in %3</source>
        <translation>%1개 라벨 지정, %2개 대기, %3 걸림</translation>
    </message>
    <message>
        <source>Ready: searches no longer need a scan.</source>
        <translation>준비됨: 이제 검색에 전체 훑기가 필요 없습니다.</translation>
    </message>
    <message>
        <source>Done in %1.</source>
        <translation>%1 만에 끝났습니다.</translation>
    </message>
    <message>
        <source>What was imported is kept.</source>
        <translation>가져온 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation>추가된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>아무것도 기록되지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 labels are kept, %2 rows are waiting.</source>
        <translation>라벨 %1개를 보존했고 행 %2개가 대기 중입니다.</translation>
    </message>
    <message>
        <source>Labels that came in are kept.</source>
        <translation>도착한 라벨은 보존됩니다.</translation>
    </message>
    <message>
        <source>It is completed by itself.</source>
        <translation>자동으로 마무리됩니다.</translation>
    </message>
    <message>
        <source>Cancelled after %1.</source>
        <translation>%1 뒤에 취소했습니다.</translation>
    </message>
    <message>
        <source>%1 stops. What is imported so far is kept, and it can be continued.</source>
        <translation>%1: 멈춥니다. 지금까지 가져온 것은 보존되며 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 stop. Labels that came in are kept, and it can be continued.</source>
        <translation>%1: 멈춥니다. 도착한 라벨은 보존되며 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>%1: it is completed when the workspace is opened again.</source>
        <translation>%1: 작업 공간을 다시 열면 마무리됩니다.</translation>
    </message>
    <message>
        <source>Retry failed rows</source>
        <translation>실패한 행 다시 시도</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Check of the workspace</source>
        <translation>작업 공간 검사</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>모델 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n problems found</source>
        <translation>
            <numerusform>문제 %n개 발견</numerusform>
        </translation>
    </message>
    <message>
        <source>The first: %1. Nothing was changed; the log lists all of them.</source>
        <translation>첫 번째: %1. 바뀐 것은 없으며, 전체 목록은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>Nothing is damaged: database, %1 contents and the search index, in %2.</source>
        <translation>손상이 없습니다. 데이터베이스, 내용 %1개, 검색 색인을 %2 동안 검사했습니다.</translation>
    </message>
    <message>
        <source>%1 in %2, every file as listed.</source>
        <translation>%2에 %1, 모든 파일이 목록과 같습니다.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>바뀐 것이 없습니다.</translation>
    </message>
    <message>
        <source>What arrived is kept.</source>
        <translation>받은 것은 보관됩니다.</translation>
    </message>
    <message>
        <source>It starts again from its beginning, with the same settings.</source>
        <translation>같은 설정으로 처음부터 다시 시작합니다.</translation>
    </message>
    <message>
        <source>The endpoint knows no “%1” of this revision.</source>
        <translation>엔드포인트에 이 리비전의 “%1”이(가) 없습니다.</translation>
    </message>
    <message>
        <source>The endpoint gives “%1” only with a token that may read it.</source>
        <translation>엔드포인트는 읽기 권한이 있는 토큰이 있어야 “%1”을(를) 줍니다.</translation>
    </message>
    <message>
        <source>“%1” did not arrive as it is listed.</source>
        <translation>“%1”이(가) 목록과 다르게 도착했습니다.</translation>
    </message>
    <message>
        <source>“%1” has no weights as safetensors; pickled ones are never fetched.</source>
        <translation>“%1”에는 safetensors 가중치가 없습니다. pickle 파일은 가져오지 않습니다.</translation>
    </message>
    <message>
        <source>The endpoint cannot be reached or broke off at “%1” (%2).</source>
        <translation>엔드포인트에 연결할 수 없거나 “%1”에서 끊겼습니다(%2).</translation>
    </message>
    <message>
        <source>Nothing was fetched.</source>
        <translation>가져온 것이 없습니다.</translation>
    </message>
    <message>
        <source>%1 stops. What arrived is kept, and it can be continued.</source>
        <translation>%1 작업이 멈춥니다. 받은 것은 보관되며 계속할 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 stops, and nothing of it is written. It can be started again.</source>
        <translation>%1 작업이 멈추고 아무것도 기록되지 않습니다. 다시 시작할 수 있습니다.</translation>
    </message>
    <message>
        <source>%1: it stops and can be started again.</source>
        <translation>%1: 멈추며 다시 시작할 수 있습니다.</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 검사</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>다시 시작</translation>
    </message>
    <message numerus="yes">
        <source>Judgement of %n sample(s)</source>
        <translation>
            <numerusform>샘플 %n개 판정</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undo of %n judgement(s)</source>
        <translation>
            <numerusform>판정 %n개 되돌리기</numerusform>
        </translation>
    </message>
    <message>
        <source>Queue %1</source>
        <translation>대기열 %1</translation>
    </message>
    <message>
        <source>contents</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>facts about the code</source>
        <translation>코드 정보</translation>
    </message>
    <message>
        <source>forest</source>
        <translation>포리스트</translation>
    </message>
    <message>
        <source>held-out shards</source>
        <translation>검증용 샤드</translation>
    </message>
    <message>
        <source>import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>known good and poor files</source>
        <translation>좋고 나쁨이 알려진 파일</translation>
    </message>
    <message>
        <source>labels by rules</source>
        <translation>규칙에 따른 라벨</translation>
    </message>
    <message>
        <source>near-duplicates</source>
        <translation>유사 중복</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>choice of samples</source>
        <translation>샘플 선택</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>search index</source>
        <translation>검색 색인</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>문턱값</translation>
    </message>
    <message>
        <source>token shards</source>
        <translation>토큰 샤드</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>vectors</source>
        <translation>벡터</translation>
    </message>
    <message>
        <source>Synthesis of %1</source>
        <translation>%1 합성</translation>
    </message>
    <message>
        <source>Diversity of %1</source>
        <translation>%1의 다양성</translation>
    </message>
    <message>
        <source>Accepted rows of %1</source>
        <translation>%1의 채택된 행</translation>
    </message>
    <message>
        <source>%1 accepted, %2 rejected, %3 waiting, in %4</source>
        <translation>%1개 채택, %2개 거부, %3개 대기, %4 걸림</translation>
    </message>
    <message>
        <source>%1 samples added, %2 were there already</source>
        <translation>샘플 %1개 추가, %2개는 이미 있음</translation>
    </message>
    <message>
        <source>%1 accepted rows are kept, %2 rows are waiting.</source>
        <translation>채택된 행 %1개를 보존했고 행 %2개가 대기 중입니다.</translation>
    </message>
    <message>
        <source>Replies that came in are kept.</source>
        <translation>도착한 응답은 보존됩니다.</translation>
    </message>
    <message>
        <source>What was added is kept.</source>
        <translation>추가한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>%1 stops. Replies that came in are kept, and it can be continued.</source>
        <translation>%1: 멈춥니다. 도착한 응답은 보존되며 이어서 할 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>primer::JobsPanel</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Imports, exports, training and other long work appear here.</source>
        <translation>가져오기, 내보내기, 학습 등 오래 걸리는 작업이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Rejected rows…</source>
        <translation>거부된 행…</translation>
    </message>
    <message numerus="yes">
        <source>Jobs: %n failed</source>
        <translation>
            <numerusform>작업: %n건 실패</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::JudgeCommands</name>
    <message>
        <source>Judge the selected rows: %1</source>
        <translation>선택한 행 판정: %1</translation>
    </message>
    <message>
        <source>Skip the selected rows</source>
        <translation>선택한 행 건너뛰기</translation>
    </message>
    <message>
        <source>Discard the selected rows</source>
        <translation>선택한 행 버리기</translation>
    </message>
    <message>
        <source>Undo the last judgement of rows</source>
        <translation>행의 마지막 판정 되돌리기</translation>
    </message>
    <message>
        <source>Write a note…</source>
        <translation>메모 쓰기…</translation>
    </message>
    <message>
        <source>Add the selected rows to a queue…</source>
        <translation>선택한 행을 대기열에 추가…</translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) judged: %1</source>
        <translation>
            <numerusform>샘플 %n개 판정함: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) skipped</source>
        <translation>
            <numerusform>샘플 %n개 건너뜀</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) discarded</source>
        <translation>
            <numerusform>샘플 %n개 버림</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undone for %n sample(s)</source>
        <translation>
            <numerusform>샘플 %n개의 판정을 되돌림</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) added to “%1”</source>
        <translation>
            <numerusform>“%1”에 샘플 %n개 추가함</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” holds them already</source>
        <translation>“%1”에 이미 들어 있습니다</translation>
    </message>
    <message>
        <source>New queue…</source>
        <translation>새 대기열…</translation>
    </message>
    <message>
        <source>Drawn at random: rows added by hand would bias what it measures</source>
        <translation>무작위로 뽑은 대기열입니다. 직접 행을 추가하면 측정이 치우칩니다</translation>
    </message>
    <message>
        <source>Add to a queue</source>
        <translation>대기열에 추가</translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n sample(s): choose one, or write the name of a new one.</source>
        <translation>
            <numerusform>샘플 %n개를 넣을 대기열: 고르거나 새 이름을 쓰세요.</numerusform>
        </translation>
    </message>
    <message>
        <source>Queue of %1</source>
        <translation>%1개 대기열</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>It is kept with the sample and goes into its next judgement.</source>
        <translation>샘플과 함께 보관되며 다음 판정에 들어갑니다.</translation>
    </message>
</context>
<context>
    <name>primer::JudgingStrip</name>
    <message>
        <source>0 · Nothing to learn: data, generated or broken code.</source>
        <translation>0 · 배울 것 없음: 데이터, 생성되었거나 깨진 코드.</translation>
    </message>
    <message>
        <source>1 · Hardly anything: boilerplate, configuration, no logic of its own.</source>
        <translation>1 · 거의 없음: 상용구, 설정, 자체 논리 없음.</translation>
    </message>
    <message>
        <source>2 · A little: there is logic, but undocumented or tangled with its surroundings.</source>
        <translation>2 · 조금: 논리는 있으나 설명이 없거나 주변과 얽혀 있음.</translation>
    </message>
    <message>
        <source>3 · Useful: stands on its own and can be followed with some effort.</source>
        <translation>3 · 쓸모 있음: 홀로 서며 노력하면 따라갈 수 있음.</translation>
    </message>
    <message>
        <source>4 · Good: clear, documented, teaches a basic concept directly.</source>
        <translation>4 · 좋음: 명확하고 설명이 있으며 기본 개념을 바로 가르침.</translation>
    </message>
    <message>
        <source>5 · Textbook: complete, explained, a beginner learns from reading it.</source>
        <translation>5 · 교과서: 완결되고 설명되어 초보자가 읽으며 배움.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Educational value %1</source>
        <translation>교육적 가치 %1</translation>
    </message>
    <message>
        <source>Note (kept as a draft until you judge)</source>
        <translation>메모 (판정할 때까지 초안으로 보존)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Progress of the queue</source>
        <translation>대기열 진행</translation>
    </message>
    <message>
        <source>How much does a student who learns basic coding concepts get from this file?</source>
        <translation>기초 코딩 개념을 배우는 학생이 이 파일에서 얼마나 얻습니까?</translation>
    </message>
</context>
<context>
    <name>primer::KeysDialog</name>
    <message>
        <source>Browse</source>
        <translation>둘러보기</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>What</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Click a key to change it. Changes take effect at once.</source>
        <translation>키를 눌러 바꾸십시오. 바로 적용됩니다.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>기본값 복원</translation>
    </message>
    <message>
        <source>Key for: %1</source>
        <translation>%1의 키</translation>
    </message>
    <message>
        <source>Conflict of keys</source>
        <translation>키 충돌</translation>
    </message>
    <message>
        <source>%1 is the key of “%2” (%3): with both, neither would work. &lt;a href=&quot;take&quot;&gt;Use it for “%4” instead&lt;/a&gt;</source>
        <translation>%1은(는) “%2”(%3)의 키입니다. 둘 다 쓰면 어느 것도 동작하지 않습니다. &lt;a href=&quot;take&quot;&gt;“%4”에 쓰기&lt;/a&gt;</translation>
    </message>
</context>
<context>
    <name>primer::LabelPage</name>
    <message>
        <source>Blind</source>
        <translation>블라인드</translation>
    </message>
    <message>
        <source>What to judge</source>
        <translation>판정할 대상</translation>
    </message>
    <message>
        <source>New spot check…</source>
        <translation>새 표본 점검…</translation>
    </message>
    <message>
        <source>The judgement was not stored.</source>
        <translation>판정이 저장되지 않았습니다.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>되돌렸습니다</translation>
    </message>
    <message>
        <source>Educational value %1</source>
        <translation>교육적 가치 %1</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Undo the last judgement</source>
        <translation>마지막 판정 되돌리기</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>메모 쓰기</translation>
    </message>
    <message>
        <source>Show the rubric</source>
        <translation>기준표 보기</translation>
    </message>
    <message>
        <source>Next sample</source>
        <translation>다음 샘플</translation>
    </message>
    <message>
        <source>Previous sample</source>
        <translation>이전 샘플</translation>
    </message>
    <message>
        <source>Find in this file</source>
        <translation>이 파일에서 찾기</translation>
    </message>
    <message>
        <source>Current set</source>
        <translation>현재 집합</translation>
    </message>
    <message>
        <source>There is nothing to judge yet. Import some code first.</source>
        <translation>아직 판정할 것이 없습니다. 먼저 코드를 가져오십시오.</translation>
    </message>
    <message>
        <source>Sample %1 of %2</source>
        <translation>샘플 %2개 중 %1번째</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>저장됨: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>That was the last sample here.</source>
        <translation>마지막 샘플이었습니다.</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>되돌릴 것이 없습니다</translation>
    </message>
    <message>
        <source>Teachers</source>
        <translation>교사</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>(shown %1 % of it)</source>
        <translation>(%1 %만 봄)</translation>
    </message>
    <message>
        <source>Score of the forest: %1</source>
        <translation>포리스트 점수: %1</translation>
    </message>
    <message>
        <source>The current set is empty. Switch off or remove a part of it above.</source>
        <translation>현재 집합이 비어 있습니다. 위에서 조건을 끄거나 지우십시오.</translation>
    </message>
    <message>
        <source>All checks</source>
        <translation>모든 점검</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>요약</translation>
    </message>
    <message>
        <source>Back to the checks of this workspace</source>
        <translation>이 작업 공간의 점검으로 돌아가기</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>점검</translation>
    </message>
    <message>
        <source>Rename or delete the check; what is hidden while judging</source>
        <translation>점검 이름 바꾸기와 삭제, 판정 중에 숨길 것</translation>
    </message>
    <message>
        <source>Deleted “%1”. Its judgements are kept.</source>
        <translation>“%1”을(를) 삭제했습니다. 판정은 보존됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>That was the last sample. %n sample(s) before it are still open.</source>
        <translation>
            <numerusform>마지막 샘플이었습니다. 앞에 아직 %n개가 남아 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the first open one</source>
        <translation>남은 첫 샘플로</translation>
    </message>
    <message>
        <source>Hidden until this check is finished</source>
        <translation>이 점검이 끝날 때까지 숨김</translation>
    </message>
    <message>
        <source>forest: %1</source>
        <translation>포리스트: %1</translation>
    </message>
    <message>
        <source>Last sample: you %1 · %2</source>
        <translation>지난 샘플: 나 %1 · %2</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>불러오는 중…</translation>
    </message>
</context>
<context>
    <name>primer::LabelRunActions</name>
    <message>
        <source>%1, run %2 of %3</source>
        <translation>%1, 라벨링 %2, %3</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Rename the labelling</source>
        <translation>라벨링 이름 바꾸기</translation>
    </message>
    <message>
        <source>Name. An empty one is the teacher&apos;s name again.</source>
        <translation>이름. 비워 두면 다시 교사의 이름이 됩니다.</translation>
    </message>
    <message>
        <source>Notes of “%1”</source>
        <translation>“%1”의 메모</translation>
    </message>
    <message>
        <source>Notes. Words that begin with # are tags; they stand in the list.</source>
        <translation>메모. #으로 시작하는 낱말은 태그이며 목록에 표시됩니다.</translation>
    </message>
</context>
<context>
    <name>primer::Leaving</name>
    <message>
        <source>The training %1 goes on: it is a program of its own.</source>
        <translation>학습 %1은(는) 별도의 프로그램이므로 계속됩니다.</translation>
    </message>
    <message>
        <source>Work is under way</source>
        <translation>진행 중인 작업이 있습니다</translation>
    </message>
    <message>
        <source>Work is under way.</source>
        <translation>진행 중인 작업이 있습니다.</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>계속 작업</translation>
    </message>
</context>
<context>
    <name>primer::LineChart</name>
    <message>
        <source>Show all</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%2별 %1</translation>
    </message>
    <message>
        <source>%1: %2 points, from %3 to %4, the last %5</source>
        <translation>%1: 점 %2개, %3 ~ %4, 마지막 값 %5</translation>
    </message>
    <message>
        <source>%1, each</source>
        <translation>%1, 각각</translation>
    </message>
</context>
<context>
    <name>primer::LogModel</name>
    <message>
        <source>Trace</source>
        <translation>추적</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>디버그</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>심각</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>수준</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>모듈</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>내용</translation>
    </message>
</context>
<context>
    <name>primer::LogView</name>
    <message>
        <source>Lines of the log</source>
        <translation>로그 줄</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>모든 줄</translation>
    </message>
    <message>
        <source>Info and worse</source>
        <translation>정보 이상</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>경고와 오류</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Which lines</source>
        <translation>표시할 줄</translation>
    </message>
    <message>
        <source>Filter by text or module</source>
        <translation>내용이나 모듈로 거르기</translation>
    </message>
    <message>
        <source>The selected lines, or all that are shown</source>
        <translation>선택한 줄 또는 표시된 모든 줄</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>The log is off.</source>
        <translation>로그가 꺼져 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln줄</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines</source>
        <translation>
            <numerusform>%Ln줄 중 %1줄</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::MainMenus</name>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Samples</source>
        <translation>샘플(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>도구(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>고대비</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Judge the selected rows</source>
        <translation>선택한 행 판정</translation>
    </message>
    <message>
        <source>Copy from the table</source>
        <translation>표에서 복사</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>최근 작업 공간 열기</translation>
    </message>
</context>
<context>
    <name>primer::MainWindow</name>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>둘러보기</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>새 작업 공간…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>작업 공간 열기…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>파일 가져오기…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>폴더 가져오기…</translation>
    </message>
    <message>
        <source>Close workspace</source>
        <translation>작업 공간 닫기</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>명령 찾기…</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>단축키…</translation>
    </message>
    <message>
        <source>About Primer</source>
        <translation>Primer 정보</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>여는 중…</translation>
    </message>
    <message>
        <source>Open for reading</source>
        <translation>읽기 전용으로 열기</translation>
    </message>
    <message>
        <source>%1 – Primer</source>
        <translation>%1 – Primer</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>새 작업 공간</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>작업 공간 열기</translation>
    </message>
    <message>
        <source>Workspaces (*.primer)</source>
        <translation>작업 공간 (*.primer)</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>보기: %1</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>거부된 행</translation>
    </message>
    <message>
        <source>Open the other workspace</source>
        <translation>다른 작업 공간 열기</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>패널</translation>
    </message>
    <message>
        <source>Label with a teacher…</source>
        <translation>교사로 라벨 달기…</translation>
    </message>
    <message>
        <source>Fit a forest…</source>
        <translation>포리스트 학습…</translation>
    </message>
    <message>
        <source>New training run…</source>
        <translation>새 학습 실행…</translation>
    </message>
    <message>
        <source>Export the current set…</source>
        <translation>현재 집합 내보내기…</translation>
    </message>
    <message>
        <source>Check the workspace</source>
        <translation>작업 공간 검사</translation>
    </message>
    <message>
        <source>Fetch a model…</source>
        <translation>모델 가져오기…</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>설명서</translation>
    </message>
    <message>
        <source>Synthesis</source>
        <translation>합성</translation>
    </message>
    <message>
        <source>New synthesis…</source>
        <translation>새 합성…</translation>
    </message>
</context>
<context>
    <name>primer::MappingDialog</name>
    <message>
        <source>Which columns?</source>
        <translation>어느 열입니까?</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>저장소</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>별</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>(choose)</source>
        <translation>(고르기)</translation>
    </message>
    <message>
        <source>(found by its name, or none)</source>
        <translation>(이름으로 찾거나 없음)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>처음 몇 행</translation>
    </message>
</context>
<context>
    <name>primer::MessageBar</name>
    <message>
        <source>Hide this message</source>
        <translation>이 메시지 숨기기</translation>
    </message>
</context>
<context>
    <name>primer::NearDuplicatesDialog</name>
    <message>
        <source>Near-duplicates</source>
        <translation>유사 중복</translation>
    </message>
    <message>
        <source>%1 of %2 samples are near-duplicates of an earlier one (Jaccard 0.7 over word 5-grams). The first of each cluster is kept.</source>
        <translation>샘플 %2개 중 %1개가 앞선 샘플과 거의 같습니다 (낱말 5-그램, 자카드 0.7). 무리마다 첫 번째가 남습니다.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>저장소</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Clusters of near-duplicates</source>
        <translation>유사 중복 무리</translation>
    </message>
    <message>
        <source>Choose a copy: the first of its cluster and the copy are shown side by side.</source>
        <translation>사본을 고르십시오. 무리의 첫 번째와 사본을 나란히 보여 줍니다.</translation>
    </message>
</context>
<context>
    <name>primer::OutlineView</name>
    <message>
        <source>Outline</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>function</source>
        <translation>함수</translation>
    </message>
    <message>
        <source>method</source>
        <translation>메서드</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, %2행</translation>
    </message>
</context>
<context>
    <name>primer::PageStack</name>
    <message>
        <source>Judge from this sample</source>
        <translation>이 샘플부터 판정</translation>
    </message>
    <message>
        <source>Search in contents</source>
        <translation>내용에서 검색</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>조건 추가</translation>
    </message>
    <message>
        <source>Undo the change of the set</source>
        <translation>집합 변경 되돌리기</translation>
    </message>
    <message>
        <source>Redo the change of the set</source>
        <translation>집합 변경 다시 하기</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>이 보기 저장…</translation>
    </message>
    <message>
        <source>Clear the set</source>
        <translation>집합 비우기</translation>
    </message>
</context>
<context>
    <name>primer::PromptView</name>
    <message>
        <source>Previous</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Prompt as it would be asked</source>
        <translation>요청할 프롬프트</translation>
    </message>
    <message>
        <source>Prompt %1 of the first %2</source>
        <translation>처음 %2개 중 프롬프트 %1</translation>
    </message>
</context>
<context>
    <name>primer::QualityGap</name>
    <message>
        <source>Label 3,000 files by rules and score all</source>
        <translation>규칙으로 파일 3,000개에 라벨을 달고 모두 채점</translation>
    </message>
    <message>
        <source>This workspace can only be read</source>
        <translation>이 작업 공간은 읽기만 할 수 있습니다</translation>
    </message>
    <message>
        <source>There is no code here yet</source>
        <translation>아직 코드가 없습니다</translation>
    </message>
    <message>
        <source>Import some: then labels, a forest and its scores say what is worth keeping.</source>
        <translation>코드를 가져오세요. 그러면 라벨과 포리스트의 점수가 남길 가치가 있는 것을 알려 줍니다.</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>파일 가져오기…</translation>
    </message>
    <message>
        <source>No sample has a score yet</source>
        <translation>아직 점수가 있는 샘플이 없습니다</translation>
    </message>
    <message>
        <source>Scores come from a random forest that learns from labels: a few thousand labelled samples are enough to score all of them. The quickest way needs no key: rules label 3,000 files, hashed features describe every file, and a forest scores them all. Labels by a model (Label page) can replace them at any time.</source>
        <translation>점수는 라벨을 학습한 랜덤 포리스트가 매깁니다. 라벨이 있는 샘플 몇천 개면 전체를 채점하기에 충분합니다. 가장 빠른 방법에는 키가 필요 없습니다: 규칙이 파일 3,000개에 라벨을 달고, 해시 특징이 모든 파일을 나타내며, 포리스트가 모두 채점합니다. 모델의 라벨(라벨 페이지)로 언제든지 바꿀 수 있습니다.</translation>
    </message>
    <message>
        <source>There are %1 labels to learn from. A forest that is fitted on them scores all samples.</source>
        <translation>학습할 라벨이 %1개 있습니다. 이 라벨로 학습한 포리스트가 모든 샘플을 채점합니다.</translation>
    </message>
    <message>
        <source>Fit a forest…</source>
        <translation>포리스트 학습…</translation>
    </message>
    <message>
        <source>Forest %1 is fitted, but its scores are not loaded.</source>
        <translation>포리스트 %1은(는) 학습되었지만 점수를 불러오지 않았습니다.</translation>
    </message>
    <message>
        <source>Score all samples by forest %1</source>
        <translation>포리스트 %1(으)로 모든 샘플 채점</translation>
    </message>
    <message>
        <source>The current set is empty</source>
        <translation>현재 집합이 비어 있습니다</translation>
    </message>
    <message>
        <source>Nothing fits all of its parts, which stand above this page. Each can be switched off or removed there.</source>
        <translation>이 페이지 위에 있는 모든 조건에 맞는 샘플이 없습니다. 각 조건은 그곳에서 끄거나 없앨 수 있습니다.</translation>
    </message>
    <message>
        <source>Show all samples</source>
        <translation>모든 샘플 보기</translation>
    </message>
    <message>
        <source>No sample of the current set has a score</source>
        <translation>현재 집합에 점수가 있는 샘플이 없습니다</translation>
    </message>
    <message>
        <source>Its %1 samples came after forest %2 had scored, or have no vectors yet.</source>
        <translation>이 집합의 샘플 %1개는 포리스트 %2이(가) 채점한 뒤에 들어왔거나 아직 벡터가 없습니다.</translation>
    </message>
</context>
<context>
    <name>primer::QualityPage</name>
    <message>
        <source>Just above the cut: kept</source>
        <translation>기준선 바로 위: 남음</translation>
    </message>
    <message>
        <source>Just below the cut: left out</source>
        <translation>기준선 바로 아래: 빠짐</translation>
    </message>
    <message>
        <source>Keep as threshold</source>
        <translation>문턱값으로 보관</translation>
    </message>
    <message>
        <source>Name. The same name again makes a new version; earlier versions are kept.</source>
        <translation>이름. 같은 이름은 새 판이 되고 이전 판은 남습니다.</translation>
    </message>
    <message>
        <source>textbook</source>
        <translation>textbook</translation>
    </message>
    <message>
        <source>Kept as %1, version %2.</source>
        <translation>%1, 판 %2(으)로 보관했습니다.</translation>
    </message>
    <message>
        <source>This threshold was set on the scores of forest %1.</source>
        <translation>이 문턱값은 포리스트 %1의 점수에 맞춘 것입니다.</translation>
    </message>
    <message>
        <source>Choose that forest first: its scores are loaded again.</source>
        <translation>먼저 그 포리스트를 고르십시오. 점수를 다시 불러옵니다.</translation>
    </message>
    <message>
        <source>It holds the conditions, the rules and the cut; search and queue stay parts of the set.</source>
        <translation>조건, 규칙, 기준선을 담습니다. 검색과 대기열은 집합에 남습니다.</translation>
    </message>
    <message>
        <source>It can be added to any set, and primer-cli export and shards take it as --quality-threshold %1@%2.</source>
        <translation>어느 집합에나 더할 수 있으며, primer-cli export와 shards는 --quality-threshold %1@%2로 받습니다.</translation>
    </message>
    <message>
        <source>Forest %1</source>
        <translation>포리스트 %1</translation>
    </message>
</context>
<context>
    <name>primer::QuantityText</name>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>kB</source>
        <translation>kB</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>바이트</translation>
    </message>
    <message>
        <source>days</source>
        <translation>일</translation>
    </message>
    <message>
        <source>h</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>min</source>
        <translation>분</translation>
    </message>
    <message>
        <source>s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>billions</source>
        <translation>십억</translation>
    </message>
    <message>
        <source>millions</source>
        <translation>백만</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name (unit)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
</context>
<context>
    <name>primer::QueueDialog</name>
    <message>
        <source>Spot check</source>
        <translation>표본 점검</translation>
    </message>
    <message>
        <source>Blind: hide every other opinion</source>
        <translation>블라인드: 다른 의견을 모두 숨김</translation>
    </message>
    <message>
        <source>New spot check</source>
        <translation>새 표본 점검</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Stratified by %1</source>
        <translation>%1별 층화</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>추출 방법</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message numerus="yes">
        <source>Drawn from the current set: %Ln samples</source>
        <translation>
            <numerusform>현재 집합에서 추출: 샘플 %Ln개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::RateLine</name>
    <message>
        <source>Rate over time</source>
        <translation>시간에 따른 속도</translation>
    </message>
</context>
<context>
    <name>primer::RejectedRowsModel</name>
    <message>
        <source>Reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>세부 내용</translation>
    </message>
    <message>
        <source>Raw line</source>
        <translation>원본 줄</translation>
    </message>
    <message>
        <source>%1, row %2</source>
        <translation>%1, %2행</translation>
    </message>
    <message>
        <source>%1, byte %2</source>
        <translation>%1, 바이트 %2</translation>
    </message>
    <message>
        <source>Not valid JSON</source>
        <translation>올바른 JSON이 아님</translation>
    </message>
    <message>
        <source>Not a JSON object</source>
        <translation>JSON 객체가 아님</translation>
    </message>
    <message>
        <source>Line too long</source>
        <translation>줄이 너무 김</translation>
    </message>
    <message>
        <source>No content</source>
        <translation>내용 없음</translation>
    </message>
    <message>
        <source>Empty content</source>
        <translation>빈 내용</translation>
    </message>
    <message>
        <source>Invalid row</source>
        <translation>잘못된 행</translation>
    </message>
    <message>
        <source>Row cut off</source>
        <translation>잘린 행</translation>
    </message>
    <message>
        <source>Unknown encoding</source>
        <translation>알 수 없는 인코딩</translation>
    </message>
    <message>
        <source>Id used twice</source>
        <translation>중복된 Id</translation>
    </message>
    <message>
        <source>Answer without its question</source>
        <translation>질문이 없는 답변</translation>
    </message>
    <message>
        <source>Not valid XML</source>
        <translation>올바른 XML이 아님</translation>
    </message>
    <message>
        <source>File cannot be read</source>
        <translation>파일을 읽을 수 없음</translation>
    </message>
    <message>
        <source>Folder cannot be read</source>
        <translation>폴더를 읽을 수 없음</translation>
    </message>
</context>
<context>
    <name>primer::RejectedRowsView</name>
    <message>
        <source>Map columns and try again…</source>
        <translation>열을 지정하고 다시 시도…</translation>
    </message>
    <message>
        <source>Export the list…</source>
        <translation>목록 내보내기…</translation>
    </message>
    <message>
        <source>No row was rejected.</source>
        <translation>거부된 행이 없습니다.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>거부된 행</translation>
    </message>
    <message>
        <source>Raw line</source>
        <translation>원본 줄</translation>
    </message>
    <message>
        <source>All reasons (%1)</source>
        <translation>모든 이유(%1)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Only tables (Parquet, JSON lines) have columns.</source>
        <translation>표(Parquet, JSON lines)에만 열이 있습니다.</translation>
    </message>
    <message>
        <source>Export the list of rejected rows</source>
        <translation>거부된 행 목록 내보내기</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
    <message>
        <source>rejected rows</source>
        <translation>거부된 행</translation>
    </message>
</context>
<context>
    <name>primer::ReportDialog</name>
    <message>
        <source>Report on forest %1</source>
        <translation>포리스트 %1 보고서</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>%1 labels, %2 of them positive. Trained on %3, measured on %4 from other repositories; near-duplicates are kept on one side.</source>
        <translation>라벨 %1개, 그중 양성 %2개. %3개로 학습하고 다른 저장소의 %4개로 측정했으며, 유사 중복은 한쪽에만 있습니다.</translation>
    </message>
    <message>
        <source>No report: with these repositories one side would have labels of one class only.</source>
        <translation>보고서 없음: 이 저장소들로 나누면 한쪽에 한 종류의 라벨만 남습니다.</translation>
    </message>
    <message>
        <source>Area under the ROC curve %1, mean precision %2, Brier score %3; F1 at 0.5: %4 (95 %: %5 to %6).</source>
        <translation>ROC 곡선 아래 면적 %1, 평균 정밀도 %2, 브라이어 점수 %3, 0.5에서 F1: %4 (95 %: %5~%6).</translation>
    </message>
    <message>
        <source>logistic regression %1</source>
        <translation>로지스틱 회귀 %1</translation>
    </message>
    <message>
        <source>seed %1: %2</source>
        <translation>시드 %1: %2</translation>
    </message>
    <message>
        <source>The same area for comparison: %1.</source>
        <translation>다른 모델의 같은 면적: %1.</translation>
    </message>
    <message>
        <source>Not in this report</source>
        <translation>이 보고서에 없음</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>재현율</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>By cut, with 95 % intervals</source>
        <translation>기준선별, 95 % 구간</translation>
    </message>
    <message>
        <source>forest</source>
        <translation>포리스트</translation>
    </message>
    <message>
        <source>Precision–recall</source>
        <translation>재현율에 따른 정밀도</translation>
    </message>
    <message>
        <source>share of positives</source>
        <translation>양성 비율</translation>
    </message>
    <message>
        <source>area under ROC</source>
        <translation>ROC 아래 면적</translation>
    </message>
    <message>
        <source>F1 at 0.5</source>
        <translation>0.5에서 F1</translation>
    </message>
    <message>
        <source>Learning curve: with fewer labels</source>
        <translation>학습 곡선: 라벨이 적을 때</translation>
    </message>
    <message>
        <source>Feature importance</source>
        <translation>특징 중요도</translation>
    </message>
    <message>
        <source>Increase of the error</source>
        <translation>오차 증가</translation>
    </message>
    <message>
        <source>%1, lower bound</source>
        <translation>%1, 하한</translation>
    </message>
    <message>
        <source>%1, upper bound</source>
        <translation>%1, 상한</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>기준선</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>우연</translation>
    </message>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>재현율</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>정확</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>보정</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>False-positive rate</source>
        <translation>거짓 양성률</translation>
    </message>
    <message>
        <source>True-positive rate</source>
        <translation>참 양성률</translation>
    </message>
    <message>
        <source>Share of positives</source>
        <translation>양성 비율</translation>
    </message>
    <message>
        <source>How much the mean squared error on held-out labels grows when one feature is permuted among the samples. At the end of a bar stand the tokens that fall into the place of a hashed feature most often in held-out files.</source>
        <translation>특징 하나를 샘플 사이에서 섞었을 때 따로 둔 라벨의 평균 제곱 오차가 커지는 정도입니다. 막대 끝에는 따로 둔 파일에서 그 해시 특징의 자리에 가장 자주 들어가는 토큰이 있습니다.</translation>
    </message>
</context>
<context>
    <name>primer::RowBrowser</name>
    <message>
        <source>accepted</source>
        <translation>채택</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>거부</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Prompt of the row</source>
        <translation>행의 프롬프트</translation>
    </message>
    <message>
        <source>Raw reply of the row</source>
        <translation>행의 원래 응답</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Rows of the run</source>
        <translation>실행의 행</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>본문</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>The first %1 of %2 rows</source>
        <translation>행 %2개 중 처음 %1개</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>행 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Rejected: %1</source>
        <translation>거부: %1</translation>
    </message>
    <message>
        <source>Rejected: %1 (%2)</source>
        <translation>거부: %1 (%2)</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>실패: %1</translation>
    </message>
    <message>
        <source>No reply came.</source>
        <translation>응답이 오지 않았습니다.</translation>
    </message>
    <message>
        <source>This row has not been asked yet.</source>
        <translation>이 행은 아직 요청하지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>primer::RowCommands</name>
    <message>
        <source>No program of this desktop opens %1</source>
        <translation>이 데스크톱에는 %1 파일을 여는 프로그램이 없습니다</translation>
    </message>
    <message>
        <source>Copy cell</source>
        <translation>셀 복사</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>행 복사</translation>
    </message>
    <message>
        <source>Copy paths</source>
        <translation>경로 복사</translation>
    </message>
    <message>
        <source>Copy contents</source>
        <translation>내용 복사</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>이 값으로 거르기</translation>
    </message>
    <message>
        <source>Exclude this value</source>
        <translation>이 값 제외</translation>
    </message>
    <message>
        <source>Filter by this path</source>
        <translation>이 경로로 거르기</translation>
    </message>
    <message>
        <source>Filter by this folder</source>
        <translation>이 폴더로 거르기</translation>
    </message>
    <message>
        <source>Search for the selected code in all contents</source>
        <translation>선택한 코드를 모든 내용에서 검색</translation>
    </message>
    <message>
        <source>Select all rows</source>
        <translation>모든 행 선택</translation>
    </message>
    <message>
        <source>Only the selected samples</source>
        <translation>선택한 샘플만</translation>
    </message>
    <message>
        <source>Export the selected samples…</source>
        <translation>선택한 샘플 내보내기…</translation>
    </message>
    <message>
        <source>Open in the desktop&apos;s editor</source>
        <translation>데스크톱 편집기에서 열기</translation>
    </message>
    <message>
        <source>Open the folder it came from</source>
        <translation>원본 폴더 열기</translation>
    </message>
    <message>
        <source>There is no condition for this value.</source>
        <translation>이 값에 대한 조건이 없습니다.</translation>
    </message>
    <message>
        <source>Select some code first.</source>
        <translation>먼저 코드를 선택하세요.</translation>
    </message>
    <message>
        <source>At most %1 rows are copied. Export the selection instead.</source>
        <translation>행은 최대 %1개까지 복사됩니다. 대신 선택한 것을 내보내세요.</translation>
    </message>
    <message numerus="yes">
        <source>%n path(s) copied</source>
        <translation>
            <numerusform>경로 %n개 복사함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>행 %n개 복사함</numerusform>
        </translation>
    </message>
    <message>
        <source>The contents of at most %1 rows are copied. Export the selection instead.</source>
        <translation>내용은 최대 %1행까지 복사됩니다. 대신 선택한 것을 내보내세요.</translation>
    </message>
    <message numerus="yes">
        <source>%n content(s) copied</source>
        <translation>
            <numerusform>내용 %n개 복사함</numerusform>
        </translation>
    </message>
    <message>
        <source>Selection of %1, %2</source>
        <translation>%1개 선택, %2</translation>
    </message>
</context>
<context>
    <name>primer::RowKindsPanel</name>
    <message>
        <source>Ask again</source>
        <translation>다시 요청</translation>
    </message>
    <message>
        <source>Choose a row to see its text.</source>
        <translation>행을 고르면 본문이 보입니다.</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>What became of the rows</source>
        <translation>행의 결과</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>채택</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>실패: %1</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>grammar-1 would write the same texts again.</source>
        <translation>grammar-1은 같은 글을 다시 쓸 뿐입니다.</translation>
    </message>
    <message>
        <source>Rows of this reason are asked again, and paid again.</source>
        <translation>이 이유의 행을 다시 요청하며 다시 지불합니다.</translation>
    </message>
    <message>
        <source>Rows of this reason are asked again.</source>
        <translation>이 이유의 행을 다시 요청합니다.</translation>
    </message>
</context>
<context>
    <name>primer::RuleTexts</name>
    <message>
        <source>Line lengths</source>
        <translation>줄 길이</translation>
    </message>
    <message>
        <source>Letters and digits</source>
        <translation>글자와 숫자</translation>
    </message>
    <message>
        <source>Parses</source>
        <translation>구문 분석됨</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>주석</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>반복</translation>
    </message>
</context>
<context>
    <name>primer::RunCharts</name>
    <message>
        <source>log x</source>
        <translation>로그 x</translation>
    </message>
    <message>
        <source>Logarithmic horizontal axis</source>
        <translation>가로축을 로그로</translation>
    </message>
    <message>
        <source>log loss</source>
        <translation>로그 손실</translation>
    </message>
    <message>
        <source>Logarithmic loss axis</source>
        <translation>손실 축을 로그로</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Resets the zoom; drag in a chart or turn the wheel to zoom in</source>
        <translation>확대를 끝냅니다. 차트에서 끌거나 휠을 돌리면 확대됩니다</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기 노름</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>초당 토큰</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>The loss appears here with the first step.</source>
        <translation>첫 단계가 끝나면 손실이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>단계별</translation>
    </message>
    <message>
        <source>by token</source>
        <translation>토큰별</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>시간별</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>가로축</translation>
    </message>
    <message>
        <source>Smoothing of the loss</source>
        <translation>손실 평활화</translation>
    </message>
    <message>
        <source>Smoothing of the loss; the pale line shows each step</source>
        <translation>손실 평활화. 옅은 선은 단계마다의 값입니다</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>저장…</translation>
    </message>
    <message>
        <source>Save the charts as a picture or the numbers as CSV</source>
        <translation>차트를 그림으로, 숫자를 CSV로 저장합니다</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>그림 (PNG)…</translation>
    </message>
    <message>
        <source>Save the charts</source>
        <translation>차트 저장</translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation>숫자 (CSV)…</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>평활화</translation>
    </message>
    <message>
        <source>%1, held out</source>
        <translation>%1, 검증</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>토큰당 nat</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation>도면 (SVG)…</translation>
    </message>
    <message>
        <source>Document (PDF)…</source>
        <translation>문서 (PDF)…</translation>
    </message>
</context>
<context>
    <name>primer::RunDetails</name>
    <message>
        <source>Resumed at step %1 on %2</source>
        <translation>%2에서 %1단계부터 이어 감</translation>
    </message>
    <message>
        <source>Started on %1</source>
        <translation>%1에서 시작함</translation>
    </message>
    <message>
        <source>Step %1: held-out loss %2</source>
        <translation>%1단계: 검증 손실 %2</translation>
    </message>
    <message>
        <source>Checkpoint of step %1</source>
        <translation>%1단계 체크포인트</translation>
    </message>
    <message>
        <source>The disk is full: the checkpoint of step %1 waits until there is room; older ones are kept</source>
        <translation>디스크가 가득 찼습니다. %1단계 체크포인트는 공간이 생길 때까지 기다리며 이전 것은 보존됩니다</translation>
    </message>
    <message>
        <source>A damaged checkpoint was skipped: %1</source>
        <translation>손상된 체크포인트를 건너뛰었습니다: %1</translation>
    </message>
    <message>
        <source>Bad loss at step %1: %2</source>
        <translation>%1단계에서 손실이 비정상이 되었습니다: %2</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>경고: %1</translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>끝남: %1</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Settings of the run; those changed from the preset are bold</source>
        <translation>학습 설정. 프리셋과 다른 것은 굵게 표시됩니다</translation>
    </message>
    <message>
        <source>Events of the run</source>
        <translation>학습 이벤트</translation>
    </message>
    <message>
        <source>Checkpoints, evaluations and warnings appear here.</source>
        <translation>체크포인트, 검증, 경고가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>the preset has %1</source>
        <translation>프리셋 값은 %1</translation>
    </message>
    <message>
        <source>all steps done</source>
        <translation>모든 단계 완료</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>a bad loss</source>
        <translation>잘못된 손실</translation>
    </message>
</context>
<context>
    <name>primer::RunDialog</name>
    <message>
        <source>run</source>
        <translation>run</translation>
    </message>
    <message>
        <source>New training run</source>
        <translation>새 학습</translation>
    </message>
    <message>
        <source>tokenizer.json or its folder; empty: a vocabulary is trained on the samples</source>
        <translation>tokenizer.json 또는 그 폴더. 비우면 샘플로 어휘를 학습합니다</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>학습 시작</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>토크나이저</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A model directory or checkpoint to start from; empty: random weights</source>
        <translation>시작할 모델 디렉터리나 체크포인트. 비우면 무작위 가중치</translation>
    </message>
    <message>
        <source>Folder of token shards held out; empty: those made beside the data</source>
        <translation>검증용 토큰 샤드 폴더. 비우면 데이터와 함께 만든 것</translation>
    </message>
    <message>
        <source>Optimizer steps of the run</source>
        <translation>최적화 단계 수</translation>
    </message>
    <message>
        <source>Step at which the learning rate reaches its end; 0: the last one</source>
        <translation>학습률이 끝값에 이르는 단계. 0이면 마지막 단계</translation>
    </message>
    <message>
        <source>Steps over which the learning rate rises from 0</source>
        <translation>학습률이 0에서 올라가는 단계 수</translation>
    </message>
    <message>
        <source>Learning rate after the warmup; falls linearly from there</source>
        <translation>워밍업 뒤의 학습률. 이후 선형으로 내려갑니다</translation>
    </message>
    <message>
        <source>Learning rate at the end of the schedule</source>
        <translation>일정 끝의 학습률</translation>
    </message>
    <message>
        <source>Tokens per sequence; at most the model&apos;s context length</source>
        <translation>시퀀스의 토큰 수. 모델 문맥 길이 이하</translation>
    </message>
    <message>
        <source>Sequences per optimizer step, over all micro-batches</source>
        <translation>한 단계의 시퀀스 수 (모든 마이크로배치 합계)</translation>
    </message>
    <message>
        <source>Sequences per micro-batch; fewer take less memory</source>
        <translation>한 번에 계산하는 시퀀스 수. 작을수록 메모리를 덜 씁니다</translation>
    </message>
    <message>
        <source>AdamW: decay of the gradient&apos;s mean</source>
        <translation>AdamW: 기울기 평균의 감쇠</translation>
    </message>
    <message>
        <source>AdamW: decay of the squared gradient&apos;s mean</source>
        <translation>AdamW: 기울기 제곱 평균의 감쇠</translation>
    </message>
    <message>
        <source>AdamW: keeps the division from zero</source>
        <translation>AdamW: 0으로 나누지 않게 합니다</translation>
    </message>
    <message>
        <source>Decay of the matrices; biases and LayerNorm have none</source>
        <translation>행렬의 감쇠. 편향과 LayerNorm에는 없습니다</translation>
    </message>
    <message>
        <source>Whether the token embedding has weight decay: true or false</source>
        <translation>토큰 임베딩에도 가중치 감쇠를 줄지: true 또는 false</translation>
    </message>
    <message>
        <source>Gradient norm above which it is clipped; 0: never</source>
        <translation>기울기의 최대 크기. 0이면 자르지 않습니다</translation>
    </message>
    <message>
        <source>fp32, bf16 or fp16; weights and optimizer are kept in fp32</source>
        <translation>fp32, bf16, fp16. 가중치와 최적화 상태는 fp32로 둡니다</translation>
    </message>
    <message>
        <source>fp16: the loss scale starts at 2 to this power</source>
        <translation>fp16: 손실 배율은 2의 이 거듭제곱에서 시작합니다</translation>
    </message>
    <message>
        <source>fp16: good steps before the loss scale doubles</source>
        <translation>fp16: 손실 배율이 두 배가 되기까지의 정상 단계 수</translation>
    </message>
    <message>
        <source>Seed of weights, order of data and dropout</source>
        <translation>가중치, 데이터 순서, 드롭아웃의 시드</translation>
    </message>
    <message>
        <source>Steps between evaluations on the held-out data; 0: never</source>
        <translation>검증 사이의 단계 수. 0이면 하지 않습니다</translation>
    </message>
    <message>
        <source>Held-out sequences of one evaluation</source>
        <translation>한 번 검증할 시퀀스 수</translation>
    </message>
    <message>
        <source>Steps between checkpoints; 0: only at the end</source>
        <translation>체크포인트 사이의 단계 수. 0이면 끝에서만</translation>
    </message>
    <message>
        <source>Newest checkpoints that are kept</source>
        <translation>남겨 둘 최근 체크포인트 수</translation>
    </message>
    <message>
        <source>Checkpoints at every multiple of this many steps are kept for good; 0: none</source>
        <translation>이 단계마다의 체크포인트는 계속 남깁니다. 0이면 없음</translation>
    </message>
    <message>
        <source>At NaN or an exploding loss: stop or rollback</source>
        <translation>NaN이나 폭발한 손실일 때: stop 또는 rollback</translation>
    </message>
    <message>
        <source>A loss above this counts as exploding; 0: never</source>
        <translation>이보다 큰 손실은 폭발로 봅니다. 0이면 보지 않습니다</translation>
    </message>
    <message>
        <source>cpu or cuda</source>
        <translation>cpu 또는 cuda</translation>
    </message>
    <message>
        <source>Threads of the CPU; 0: all</source>
        <translation>CPU 스레드 수. 0이면 모두</translation>
    </message>
    <message>
        <source>Rows of the embedding; at least the tokenizer&apos;s size</source>
        <translation>임베딩의 행 수. 토크나이저 크기 이상</translation>
    </message>
    <message>
        <source>Transformer blocks</source>
        <translation>트랜스포머 블록 수</translation>
    </message>
    <message>
        <source>Width of the residual stream (hidden size)</source>
        <translation>잔차 흐름의 너비 (은닉 크기)</translation>
    </message>
    <message>
        <source>Attention heads; the width is a multiple of them</source>
        <translation>어텐션 헤드 수. 너비는 이것의 배수입니다</translation>
    </message>
    <message>
        <source>Inner width of the MLP, usually four times the width</source>
        <translation>MLP의 안쪽 너비. 보통 너비의 네 배</translation>
    </message>
    <message>
        <source>Dimensions of each head that are rotated</source>
        <translation>헤드마다 회전하는 차원 수</translation>
    </message>
    <message>
        <source>Context length in tokens</source>
        <translation>문맥 길이 (토큰)</translation>
    </message>
    <message>
        <source>Base of the rotary frequencies</source>
        <translation>회전 주파수의 밑</translation>
    </message>
    <message>
        <source>LayerNorm: keeps the division from zero</source>
        <translation>LayerNorm: 0으로 나누지 않게 합니다</translation>
    </message>
    <message>
        <source>Standard deviation of the initial weights</source>
        <translation>처음 가중치의 표준편차</translation>
    </message>
    <message>
        <source>Share of attention weights dropped in training; phi-1 used 0.1</source>
        <translation>학습 중 버리는 어텐션 가중치의 비율. phi-1은 0.1</translation>
    </message>
    <message>
        <source>Share of block outputs dropped in training; phi-1 used 0.1</source>
        <translation>학습 중 버리는 블록 출력의 비율. phi-1은 0.1</translation>
    </message>
    <message>
        <source>Writes a checkpoint whenever the validation loss is the lowest so far, and keeps the newest such</source>
        <translation>검증 손실이 지금까지 가장 낮을 때마다 체크포인트를 쓰고 가장 최근 것을 보존합니다</translation>
    </message>
    <message>
        <source>%1 (%2 tokens)</source>
        <translation>%1 (토큰 %2개)</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1 (%2): %3</translation>
    </message>
    <message>
        <source>This machine has no GPU, and these settings need one. Train on a host that has one, or choose a smaller preset: small-cpu and tiny run here.</source>
        <translation>이 컴퓨터에는 이 설정에 필요한 GPU가 없습니다. GPU가 있는 호스트에서 학습하거나 더 작은 프리셋을 고르십시오. small-cpu와 tiny는 여기서 실행됩니다.</translation>
    </message>
    <message>
        <source>This machine has no device “%1”.</source>
        <translation>이 컴퓨터에는 장치 “%1”이(가) 없습니다.</translation>
    </message>
    <message>
        <source>Computes each block again for its gradient: less memory, a third more time, the same losses</source>
        <translation>기울기를 구할 때 각 블록을 다시 계산합니다: 메모리는 줄고 시간은 3분의 1 늘며 손실은 같습니다</translation>
    </message>
    <message numerus="yes">
        <source>Make token shards of the current set (%Ln samples)</source>
        <translation>
            <numerusform>현재 집합으로 토큰 샤드 만들기 (샘플 %Ln개)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::RunFacts</name>
    <message>
        <source>MFU: model FLOPs utilisation, tokens/s × (6N + 12 × layers × width × length) over the device&apos;s peak rate</source>
        <translation>MFU: 모델 FLOPs 활용률, 초당 토큰 × (6N + 12 × 층 × 너비 × 길이) ÷ 장치 최고 속도</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>학습 진행</translation>
    </message>
    <message>
        <source>No runs yet. “New run…” trains a model on the current set or on existing token shards.</source>
        <translation>아직 학습이 없습니다. “새 학습…”은 현재 집합이나 전에 만든 샤드로 모델을 학습합니다.</translation>
    </message>
    <message>
        <source>The engine starts…</source>
        <translation>엔진을 시작하는 중…</translation>
    </message>
    <message>
        <source>Nothing was trained yet.</source>
        <translation>아직 학습된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing was trained. The engine said: %1</source>
        <translation>학습된 것이 없습니다. 엔진의 말: %1</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>%2단계 중 %1단계</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>손실 %1</translation>
    </message>
    <message>
        <source>held out %1</source>
        <translation>검증 손실 %1</translation>
    </message>
    <message>
        <source>learning rate %1</source>
        <translation>학습률 %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>초당 토큰 %1개</translation>
    </message>
    <message>
        <source>MFU %1 %</source>
        <translation>MFU %1 %</translation>
    </message>
    <message>
        <source>%1 tokens seen</source>
        <translation>본 토큰 %1개</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>stopped by a bad loss</source>
        <translation>나쁜 손실로 끝남</translation>
    </message>
    <message>
        <source>stopped; continues from step %1</source>
        <translation>멈춤. %1단계부터 이어집니다</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>실패: %1</translation>
    </message>
    <message>
        <source>held out %1 on %2 tokens</source>
        <translation>검증 %1 (토큰 %2개)</translation>
    </message>
    <message>
        <source>The held-out loss comes from few tokens: a difference of some hundredths between runs says nothing. More held-out data or “Held-out sequences” makes it comparable.</source>
        <translation>검증 손실이 적은 토큰에서 나왔습니다. 실행 사이의 0.01 정도 차이는 의미가 없습니다. 검증 데이터나 “검증 시퀀스”를 늘리면 비교할 수 있습니다.</translation>
    </message>
    <message>
        <source>The held-out loss lies below the training loss: dropout (%1 %) is on while training and off in evaluation, which alone makes the training loss higher.</source>
        <translation>검증 손실이 학습 손실보다 낮습니다. 드롭아웃(%1 %)은 학습 중에만 켜지고 검증에서는 꺼지므로 그것만으로도 학습 손실이 높아집니다.</translation>
    </message>
    <message>
        <source>The held-out loss lies below the training loss: without dropout that comes from the smoothing, which lags behind, or from easier held-out files.</source>
        <translation>검증 손실이 학습 손실보다 낮습니다. 드롭아웃이 없으면 뒤처지는 평활화나 더 쉬운 검증 파일 때문입니다.</translation>
    </message>
</context>
<context>
    <name>primer::RunForecast</name>
    <message>
        <source>%1 parameters</source>
        <translation>매개변수 %1개</translation>
    </message>
    <message>
        <source>%1 tokens in total, %2 per step</source>
        <translation>모두 토큰 %1개, 단계마다 %2개</translation>
    </message>
    <message>
        <source>%1 parameters, %2 tokens in total, %3 per step</source>
        <translation>매개변수 %1개, 모두 토큰 %2개, 단계마다 %3개</translation>
    </message>
    <message>
        <source>%1 epochs</source>
        <translation>%1 에포크</translation>
    </message>
    <message>
        <source>about %1 of memory</source>
        <translation>메모리 약 %1</translation>
    </message>
    <message>
        <source>⚠ about %1 of memory, %2 has %3</source>
        <translation>⚠ 메모리 약 %1, %2에는 %3</translation>
    </message>
    <message>
        <source>about %1 of the %3 of %2</source>
        <translation>%2의 %3 중 약 %1</translation>
    </message>
    <message>
        <source>about %1 at the last run&apos;s rate</source>
        <translation>지난 실행의 속도로 약 %1</translation>
    </message>
    <message>
        <source>about %1 at %2 % of the peak rate</source>
        <translation>최고 속도의 %2 %로 약 %1</translation>
    </message>
</context>
<context>
    <name>primer::RunList</name>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>bad loss</source>
        <translation>비정상 손실</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 것</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Runs of this workspace</source>
        <translation>이 작업 공간의 학습</translation>
    </message>
    <message>
        <source>Tick a run to overlay it on the selected one</source>
        <translation>표시하면 고른 학습과 함께 그립니다</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>실패: %1</translation>
    </message>
    <message>
        <source>Of the last step, without smoothing</source>
        <translation>마지막 단계의 값, 평활화 없음</translation>
    </message>
    <message>
        <source>Rename the run…</source>
        <translation>실행 이름 바꾸기…</translation>
    </message>
    <message>
        <source>Delete the run</source>
        <translation>실행 삭제</translation>
    </message>
    <message>
        <source>New run from this…</source>
        <translation>이 설정으로 새 학습…</translation>
    </message>
    <message>
        <source>Notes and tags…</source>
        <translation>메모와 태그…</translation>
    </message>
    <message>
        <source>Open its folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Copy its identifier</source>
        <translation>식별자 복사</translation>
    </message>
    <message>
        <source>Copy the path of its folder</source>
        <translation>폴더 경로 복사</translation>
    </message>
</context>
<context>
    <name>primer::SampleInspector</name>
    <message>
        <source>skipped</source>
        <translation>건너뜀</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>버림</translation>
    </message>
    <message>
        <source>Facts about this sample</source>
        <translation>이 샘플의 정보</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>저장소</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>별</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>사본 수</translation>
    </message>
    <message>
        <source>Also in</source>
        <translation>다른 위치</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>측정값</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>줄 수</translation>
    </message>
    <message>
        <source>Longest line</source>
        <translation>가장 긴 줄</translation>
    </message>
    <message>
        <source>Average line</source>
        <translation>평균 줄 길이</translation>
    </message>
    <message>
        <source>Alphanumeric</source>
        <translation>영숫자 비율</translation>
    </message>
    <message>
        <source>Upstream score</source>
        <translation>원본 점수</translation>
    </message>
    <message>
        <source>Judgements</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Upstream columns</source>
        <translation>원본 열</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Score of the forest</source>
        <translation>포리스트 점수</translation>
    </message>
    <message>
        <source>%1 % of it shown</source>
        <translation>%1 %만 보임</translation>
    </message>
    <message>
        <source>Inside %1</source>
        <translation>%1 안</translation>
    </message>
    <message>
        <source>Outside %1</source>
        <translation>%1 밖</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>어긋남</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Not judged with it yet</source>
        <translation>아직 판정에 쓰이지 않음</translation>
    </message>
</context>
<context>
    <name>primer::SampleMenus</name>
    <message>
        <source>Filter by this value</source>
        <translation>이 값으로 거르기</translation>
    </message>
    <message>
        <source>Filter by %1</source>
        <translation>%1 조건으로 거르기</translation>
    </message>
    <message>
        <source>Exclude this value</source>
        <translation>이 값 제외</translation>
    </message>
    <message>
        <source>Exclude: %1</source>
        <translation>제외: %1</translation>
    </message>
    <message>
        <source>%1 rows selected</source>
        <translation>%1개 행 선택됨</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>대기열에 추가</translation>
    </message>
</context>
<context>
    <name>primer::SampleTable</name>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>오름차순 정렬</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>내림차순 정렬</translation>
    </message>
    <message>
        <source>Import order</source>
        <translation>가져온 순서</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 숨기기</translation>
    </message>
    <message>
        <source>Columns and statistics…</source>
        <translation>열과 통계…</translation>
    </message>
</context>
<context>
    <name>primer::SampleTableModel</name>
    <message>
        <source>Id</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>저장소</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>줄 수</translation>
    </message>
    <message>
        <source>Longest line</source>
        <translation>가장 긴 줄</translation>
    </message>
    <message>
        <source>Average line</source>
        <translation>평균 줄 길이</translation>
    </message>
    <message>
        <source>Alphanumeric</source>
        <translation>영숫자 비율</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>별</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>판정 상태</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>사본 수</translation>
    </message>
    <message>
        <source>Valid UTF-8</source>
        <translation>올바른 UTF-8</translation>
    </message>
    <message>
        <source>thread</source>
        <translation>글타래</translation>
    </message>
    <message>
        <source>code</source>
        <translation>코드</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>건너뜀</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>버림</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n바이트</numerusform>
        </translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>교사</translation>
    </message>
    <message>
        <source>Teacher&apos;s name</source>
        <translation>교사 이름</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Parses</source>
        <translation>구문 분석됨</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>주석</translation>
    </message>
    <message>
        <source>Documented</source>
        <translation>문서화</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>Upstream score</source>
        <translation>원본 점수</translation>
    </message>
</context>
<context>
    <name>primer::SampleView</name>
    <message>
        <source>Find in this file</source>
        <translation>이 파일에서 찾기</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) longer than 20,000 characters are folded</source>
        <translation>
            <numerusform>20,000자보다 긴 %n줄을 접었습니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) are not UTF-8, shown as «hexadecimal»</source>
        <translation>
            <numerusform>UTF-8이 아닌 %n바이트를 «16진수»로 표시합니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n control character(s) are shown by symbols</source>
        <translation>
            <numerusform>제어 문자 %n개를 기호로 표시합니다</numerusform>
        </translation>
    </message>
    <message>
        <source>Threads have no outline.</source>
        <translation>스레드에는 개요가 없습니다.</translation>
    </message>
    <message>
        <source>Only Python files have an outline.</source>
        <translation>개요는 Python 파일에만 있습니다.</translation>
    </message>
    <message>
        <source>This file is too large for an outline.</source>
        <translation>파일이 너무 커서 개요를 만들 수 없습니다.</translation>
    </message>
    <message>
        <source>No classes or functions.</source>
        <translation>클래스나 함수가 없습니다.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Find the selection in this file</source>
        <translation>선택한 것을 이 파일에서 찾기</translation>
    </message>
</context>
<context>
    <name>primer::SaveFile</name>
    <message>
        <source>Replace the file?</source>
        <translation>파일을 바꾸시겠습니까?</translation>
    </message>
    <message>
        <source>“%1” exists already. What is in it is lost when it is replaced.</source>
        <translation>“%1”이(가) 이미 있습니다. 바꾸면 그 내용은 없어집니다.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>바꾸기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>primer::ScoreHistogram</name>
    <message>
        <source>Histogram of scores</source>
        <translation>점수 히스토그램</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>라벨 없음</translation>
    </message>
    <message>
        <source>others</source>
        <translation>그 밖</translation>
    </message>
    <message>
        <source>Teacher&apos;s label:</source>
        <translation>교사의 라벨:</translation>
    </message>
    <message>
        <source>Source:</source>
        <translation>원본:</translation>
    </message>
    <message>
        <source>No sample of this set has a score</source>
        <translation>이 집합에 점수가 있는 샘플이 없습니다</translation>
    </message>
    <message>
        <source>cut %1</source>
        <translation>기준선 %1</translation>
    </message>
    <message>
        <source>Judged by people:</source>
        <translation>사람의 판정:</translation>
    </message>
    <message>
        <source>Drag the cut, or move it with left and right; Shift makes small steps</source>
        <translation>기준선을 끌거나 왼쪽·오른쪽 키로 옮깁니다. Shift를 누르면 조금씩 움직입니다</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>점수</translation>
    </message>
</context>
<context>
    <name>primer::SearchField</name>
    <message>
        <source>Regular expression</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>Ignore case</source>
        <translation>대소문자 무시</translation>
    </message>
    <message>
        <source>Search in contents</source>
        <translation>내용에서 검색</translation>
    </message>
</context>
<context>
    <name>primer::SetBar</name>
    <message>
        <source>Add to the set</source>
        <translation>집합에 더하기</translation>
    </message>
    <message>
        <source>Add a condition, a search, a cut, a threshold, a rule or a queue to the set</source>
        <translation>조건, 검색, 기준선, 문턱값, 규칙, 대기열을 집합에 더합니다</translation>
    </message>
    <message>
        <source>Undo the change of the set</source>
        <translation>집합 변경 되돌리기</translation>
    </message>
    <message>
        <source>Redo the change of the set</source>
        <translation>집합 변경 다시 하기</translation>
    </message>
    <message>
        <source>Undo the change of the set; the arrow shows earlier sets</source>
        <translation>집합 변경 되돌리기. 화살표는 이전 집합을 보여 줍니다</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Sets saved under a name</source>
        <translation>이름으로 저장한 집합</translation>
    </message>
    <message numerus="yes">
        <source>%n near-duplicate(s) of an earlier sample left out</source>
        <translation>
            <numerusform>앞선 샘플의 유사 중복 %n개를 뺐습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>Near-duplicates are being looked for…</source>
        <translation>유사 중복을 찾는 중…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples</source>
        <translation>
            <numerusform>샘플 %Ln개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples, %1 in the set</source>
        <translation>
            <numerusform>샘플 %Ln개, 현재 집합 %1개</numerusform>
        </translation>
    </message>
    <message>
        <source>Near-duplicates were not looked for.</source>
        <translation>유사 중복을 찾지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>primer::SetChip</name>
    <message>
        <source>%1, part of the set</source>
        <translation>%1, 집합의 조건</translation>
    </message>
    <message>
        <source>%1, switched off</source>
        <translation>%1, 꺼짐</translation>
    </message>
    <message>
        <source>Click to edit; the mark switches it off, the cross removes it</source>
        <translation>눌러서 편집합니다. 체크는 끄고, ×는 지웁니다</translation>
    </message>
    <message>
        <source>It is not applied.</source>
        <translation>적용되지 않습니다.</translation>
    </message>
</context>
<context>
    <name>primer::SetChoices</name>
    <message>
        <source>Open a constraint set</source>
        <translation>제약 집합 열기</translation>
    </message>
    <message>
        <source>Open a template</source>
        <translation>템플릿 열기</translation>
    </message>
    <message>
        <source>Constraint sets (*.json)</source>
        <translation>제약 집합 (*.json)</translation>
    </message>
    <message>
        <source>Templates (*.json)</source>
        <translation>템플릿 (*.json)</translation>
    </message>
</context>
<context>
    <name>primer::SetEditor</name>
    <message>
        <source>Save the set as…</source>
        <translation>집합을 다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Values of the axis</source>
        <translation>축의 값</translation>
    </message>
    <message>
        <source>Never together</source>
        <translation>함께 쓰지 않음</translation>
    </message>
    <message>
        <source>Function names with commas between; “benchmarks” are those of HumanEval and MBPP.</source>
        <translation>쉼표로 나눈 함수 이름입니다. “benchmarks”는 HumanEval과 MBPP의 이름입니다.</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>축</translation>
    </message>
    <message>
        <source>Never named</source>
        <translation>쓰지 않을 이름</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Save the constraint set</source>
        <translation>제약 집합 저장</translation>
    </message>
    <message>
        <source>Constraint sets (*.json)</source>
        <translation>제약 집합 (*.json)</translation>
    </message>
</context>
<context>
    <name>primer::SetMenus</name>
    <message>
        <source>%1, version %2: score ≥ %3 of forest %4</source>
        <translation>%1, 버전 %2: 포리스트 %4의 점수 ≥ %3</translation>
    </message>
    <message>
        <source>Condition…</source>
        <translation>조건…</translation>
    </message>
    <message>
        <source>Search in contents…</source>
        <translation>내용에서 검색…</translation>
    </message>
    <message>
        <source>Score ≥ %1</source>
        <translation>점수 ≥ %1</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>문턱값</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Leave out near-duplicates</source>
        <translation>유사 중복 빼기</translation>
    </message>
    <message>
        <source>Only the samples of a queue</source>
        <translation>대기열의 샘플만</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>이 보기 저장…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>No earlier sets</source>
        <translation>이전 집합 없음</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>켜기</translation>
    </message>
    <message>
        <source>The opposite: %1</source>
        <translation>반대 조건: %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Only this</source>
        <translation>이것만</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>이 보기 저장</translation>
    </message>
    <message>
        <source>Name of the view (one of the same name is replaced):</source>
        <translation>보기 이름(같은 이름은 바뀝니다):</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%Ln samples)</source>
        <translation>
            <numerusform>%1 (샘플 %Ln개)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SetText</name>
    <message>
        <source>One value a line. “value | 2” comes twice as often when drawn by weight.</source>
        <translation>한 줄에 값 하나입니다. “값 | 2”는 가중치로 뽑을 때 두 배 자주 나옵니다.</translation>
    </message>
    <message>
        <source>One value a line with its branches before it, as in Strings/Searching/find a word.</source>
        <translation>한 줄에 값 하나이며 앞에 가지를 씁니다. 예: Strings/Searching/find a word.</translation>
    </message>
    <message>
        <source>Words with commas between; a name is a verb, a qualifier and a noun. “-” is no word. “names” are whole ones.</source>
        <translation>쉼표로 나눈 단어입니다. 이름은 동사, 수식어, 명사로 이루어집니다. “-”는 단어 없음, “names”는 완전한 이름입니다.</translation>
    </message>
    <message numerus="yes">
        <source>One word a line; %n are drawn for each row.</source>
        <translation>
            <numerusform>한 줄에 단어 하나이며 행마다 %n개를 뽑습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Two values of “%1” each; there is nothing to edit.</source>
        <translation>“%1”의 값 두 개씩입니다. 편집할 것이 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>Up to %n extracts of samples of the current set; there is nothing to edit.</source>
        <translation>
            <numerusform>현재 집합의 샘플에서 최대 %n개를 발췌합니다. 편집할 것이 없습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>a line begins with “verbs:”, “qualifiers:”, “nouns:” or “names:”</source>
        <translation>줄은 “verbs:”, “qualifiers:”, “nouns:”, “names:” 중 하나로 시작합니다</translation>
    </message>
    <message>
        <source>an exclusion is written “axis = value; axis = value”</source>
        <translation>제외는 “축 = 값; 축 = 값”으로 씁니다</translation>
    </message>
</context>
<context>
    <name>primer::SetTexts</name>
    <message>
        <source>rule: %1</source>
        <translation>규칙: %1</translation>
    </message>
    <message>
        <source>matches /%1/</source>
        <translation>/%1/ 일치</translation>
    </message>
    <message>
        <source>contains “%1”</source>
        <translation>“%1” 포함</translation>
    </message>
    <message>
        <source>score ≥ %1 of forest %2</source>
        <translation>포리스트 %2의 점수 ≥ %1</translation>
    </message>
    <message>
        <source>score ≥ %1</source>
        <translation>점수 ≥ %1</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>문턱값 %1</translation>
    </message>
    <message>
        <source>no near-duplicates</source>
        <translation>유사 중복 없음</translation>
    </message>
    <message>
        <source>queue “%1”</source>
        <translation>대기열 “%1”</translation>
    </message>
    <message>
        <source>Nothing has a score yet.</source>
        <translation>아직 점수가 없습니다.</translation>
    </message>
    <message>
        <source>The scores are those of forest %1 now. The Quality page brings the other forest&apos;s back.</source>
        <translation>지금 점수는 포리스트 %1의 것입니다. 다른 포리스트의 점수는 품질 페이지에서 되돌립니다.</translation>
    </message>
    <message>
        <source>There is no threshold of this name.</source>
        <translation>이 이름의 문턱값이 없습니다.</translation>
    </message>
    <message>
        <source>This queue is gone.</source>
        <translation>이 대기열은 이제 없습니다.</translation>
    </message>
    <message>
        <source>Every sample</source>
        <translation>모든 샘플</translation>
    </message>
</context>
<context>
    <name>primer::SettingTexts</name>
    <message>
        <source>Held-out data</source>
        <translation>검증 데이터</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Sequence length</source>
        <translation>시퀀스 길이</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>검증 간격</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Held-out sequences</source>
        <translation>검증 시퀀스</translation>
    </message>
    <message>
        <source>sequences</source>
        <translation>시퀀스</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Start from weights</source>
        <translation>시작 가중치</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>수</translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>어텐션 헤드</translation>
    </message>
    <message>
        <source>MLP width</source>
        <translation>MLP 너비</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>어휘</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>문맥 길이</translation>
    </message>
    <message>
        <source>Rotated dimensions</source>
        <translation>회전 차원</translation>
    </message>
    <message>
        <source>per head</source>
        <translation>헤드마다</translation>
    </message>
    <message>
        <source>Rotary base</source>
        <translation>회전 밑수</translation>
    </message>
    <message>
        <source>Attention dropout</source>
        <translation>어텐션 드롭아웃</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Residual dropout</source>
        <translation>잔차 드롭아웃</translation>
    </message>
    <message>
        <source>Spread of the initial weights</source>
        <translation>초기 가중치의 퍼짐</translation>
    </message>
    <message>
        <source>LayerNorm epsilon</source>
        <translation>LayerNorm 엡실론</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>AdamW beta 1</source>
        <translation>AdamW 베타 1</translation>
    </message>
    <message>
        <source>AdamW beta 2</source>
        <translation>AdamW 베타 2</translation>
    </message>
    <message>
        <source>AdamW epsilon</source>
        <translation>AdamW 엡실론</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>가중치 감쇠</translation>
    </message>
    <message>
        <source>Decay of the embedding</source>
        <translation>임베딩 감쇠</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 또는 false</translation>
    </message>
    <message>
        <source>Max gradient norm</source>
        <translation>최대 기울기 노름</translation>
    </message>
    <message>
        <source>At a bad loss</source>
        <translation>나쁜 손실일 때</translation>
    </message>
    <message>
        <source>stop or rollback</source>
        <translation>stop 또는 rollback</translation>
    </message>
    <message>
        <source>Exploding loss from</source>
        <translation>폭발로 볼 손실</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>토큰당 nat</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>워밍업</translation>
    </message>
    <message>
        <source>Schedule ends at</source>
        <translation>일정의 끝</translation>
    </message>
    <message>
        <source>Max learning rate</source>
        <translation>최대 학습률</translation>
    </message>
    <message>
        <source>Final learning rate</source>
        <translation>마지막 학습률</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>체크포인트 간격</translation>
    </message>
    <message>
        <source>Keep the newest</source>
        <translation>남길 최근 것</translation>
    </message>
    <message>
        <source>checkpoints</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>Keep for good every</source>
        <translation>계속 남길 간격</translation>
    </message>
    <message>
        <source>Keep the best</source>
        <translation>가장 좋은 것 남기기</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>cpu or cuda</source>
        <translation>cpu 또는 cuda</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 스레드</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>스레드</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>fp32, bf16 or fp16</source>
        <translation>fp32, bf16 또는 fp16</translation>
    </message>
    <message>
        <source>Micro-batch</source>
        <translation>마이크로배치</translation>
    </message>
    <message>
        <source>First loss scale</source>
        <translation>처음 손실 배율</translation>
    </message>
    <message>
        <source>power of 2</source>
        <translation>2의 거듭제곱</translation>
    </message>
    <message>
        <source>Loss scale grows after</source>
        <translation>손실 배율 증가 간격</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Optimisation</source>
        <translation>최적화</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>%1 trillion</source>
        <translation>%1조</translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation>%1십억</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1백만</translation>
    </message>
    <message>
        <source>Activation checkpointing</source>
        <translation>활성값 체크포인팅</translation>
    </message>
</context>
<context>
    <name>primer::SettingTree</name>
    <message>
        <source>Only what was changed</source>
        <translation>바뀐 것만</translation>
    </message>
    <message>
        <source>Search the settings: a name, a key or a word of the explanation</source>
        <translation>설정 검색: 이름, 키 또는 설명의 낱말</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>설정 검색</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>Preset has</source>
        <translation>프리셋 값</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>하는 일</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>실행의 설정</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s value</source>
        <translation>프리셋 값으로 되돌리기</translation>
    </message>
</context>
<context>
    <name>primer::SourceBars</name>
    <message>
        <source>Kept of each source</source>
        <translation>원본마다 남는 것</translation>
    </message>
    <message numerus="yes">
        <source>%n more source(s)</source>
        <translation>
            <numerusform>원본 %n개 더</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>stay</source>
        <translation>남음</translation>
    </message>
    <message>
        <source>go</source>
        <translation>제외</translation>
    </message>
</context>
<context>
    <name>primer::StageList</name>
    <message>
        <source>Score at the cut</source>
        <translation>기준선의 점수</translation>
    </message>
    <message>
        <source>%1 (−%2)</source>
        <translation>%1 (−%2)</translation>
    </message>
    <message>
        <source>Set without its cut</source>
        <translation>기준선 적용 전 집합</translation>
    </message>
    <message>
        <source>The current set, but for its cut, rules and near-duplicates</source>
        <translation>기준선, 규칙, 유사 중복을 빼고 본 현재 집합</translation>
    </message>
    <message>
        <source>Current set</source>
        <translation>현재 집합</translation>
    </message>
</context>
<context>
    <name>primer::StartPage</name>
    <message>
        <source>Primer</source>
        <translation>Primer</translation>
    </message>
    <message>
        <source>Turn raw code into a small corpus of textbook quality, and see what that does.</source>
        <translation>날것의 코드를 교과서 수준의 작은 말뭉치로 만들고 그 효과를 봅니다.</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>데모 열기</translation>
    </message>
    <message>
        <source>Open a workspace…</source>
        <translation>작업 공간 열기…</translation>
    </message>
    <message>
        <source>A folder whose name ends in .primer.</source>
        <translation>이름이 .primer로 끝나는 폴더입니다.</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>새 작업 공간…</translation>
    </message>
    <message>
        <source>Then drop files or folders on the window: Parquet, JSON lines, Posts.xml, source trees.</source>
        <translation>그런 다음 파일이나 폴더를 창에 끌어다 놓으십시오: Parquet, JSON Lines, Posts.xml, 소스 트리.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>최근</translation>
    </message>
    <message>
        <source>Imports the Python files of this machine: some thousand real files, which can be read as they come.</source>
        <translation>이 컴퓨터의 Python 파일을 가져옵니다. 실제 파일 수천 개이며 가져오는 대로 볼 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>primer::StatusLine</name>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>열린 작업 공간 없음</translation>
    </message>
    <message>
        <source>for reading only</source>
        <translation>읽기 전용</translation>
    </message>
    <message>
        <source>current set: %1</source>
        <translation>현재 집합: %1개</translation>
    </message>
    <message>
        <source>Why rows were rejected, and what can be done</source>
        <translation>행이 거부된 이유와 할 수 있는 일</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rejected rows</source>
        <translation>
            <numerusform>거부된 행 %Ln개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples</source>
        <translation>
            <numerusform>샘플 %Ln개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln judgements</source>
        <translation>
            <numerusform>판정 %Ln개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SynthesisDialog</name>
    <message>
        <source>Ask for %1 first, then forecast</source>
        <translation>먼저 %1개를 요청한 뒤 예측</translation>
    </message>
    <message>
        <source>New synthesis</source>
        <translation>새 합성</translation>
    </message>
    <message>
        <source>grammar-1: no model, no key, for trying out</source>
        <translation>grammar-1: 모델과 키 없이 시험용</translation>
    </message>
    <message>
        <source>A model behind an OpenAI-compatible address</source>
        <translation>OpenAI 호환 주소의 모델</translation>
    </message>
    <message>
        <source>Letters, digits, “-”, “_” and “.”; its samples are found by source:synthetic-NAME.</source>
        <translation>글자, 숫자, “-”, “_”, “.”을 씁니다. 샘플은 source:synthetic-NAME으로 찾습니다.</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>파일…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Constraint set</source>
        <translation>제약 집합</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>템플릿</translation>
    </message>
    <message>
        <source>Writer</source>
        <translation>작성자</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Accepted rows wanted</source>
        <translation>원하는 채택 행 수</translation>
    </message>
    <message>
        <source>Drawn by</source>
        <translation>뽑는 방법</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>집합</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>계획</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>grammar-1 writes them on this machine; nothing is sent and nothing is paid.</source>
        <translation>grammar-1이 이 컴퓨터에서 씁니다. 보내거나 지불하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>About %1 tokens a prompt, %2 in all, at four bytes a token and nothing cached.</source>
        <translation>토큰당 4바이트, 캐시 없이 프롬프트당 토큰 약 %1개, 모두 %2개입니다.</translation>
    </message>
    <message>
        <source>At most %1, if every reply is as long as it may be.</source>
        <translation>모든 응답이 최대 길이여도 최대 %1입니다.</translation>
    </message>
    <message>
        <source>No price was given.</source>
        <translation>가격은 주어지지 않았습니다.</translation>
    </message>
    <message>
        <source>The first %1 tell what share is accepted, what the rest costs and how long it takes.</source>
        <translation>처음 %1개로 채택 비율, 나머지의 비용과 시간을 알 수 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>The set has %n different prompt(s), no more.</source>
        <translation>
            <numerusform>이 집합에는 서로 다른 프롬프트가 %n개뿐입니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 prompts are drawn.</source>
        <translation>프롬프트 %1개를 뽑습니다.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Values: %1.</source>
        <translation>값: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n of the first %1 prompts were answered before and cost nothing.</source>
        <translation>
            <numerusform>처음 %1개 프롬프트 중 %n개는 전에 답을 받아 비용이 들지 않습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Drawing the prompts…</source>
        <translation>프롬프트를 뽑는 중…</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>The run ends when so many rows are accepted; without a limit every prompt is asked.</source>
        <translation>이만큼 채택되면 실행이 끝납니다. 제한이 없으면 모든 프롬프트를 요청합니다.</translation>
    </message>
    <message>
        <source>Try it first</source>
        <translation>먼저 시험</translation>
    </message>
</context>
<context>
    <name>primer::SynthesisPage</name>
    <message>
        <source>New synthesis…</source>
        <translation>새 합성…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>연장…</translation>
    </message>
    <message>
        <source>Add accepted rows to the workspace</source>
        <translation>채택된 행을 작업공간에 추가</translation>
    </message>
    <message>
        <source>What is under way comes in; the run can be continued later.</source>
        <translation>진행 중인 것은 마저 받습니다. 실행은 나중에 계속할 수 있습니다.</translation>
    </message>
    <message>
        <source>More prompts, another target or budget; nothing is paid twice.</source>
        <translation>프롬프트를 늘리거나 목표나 예산을 바꿉니다. 두 번 지불하는 것은 없습니다.</translation>
    </message>
    <message>
        <source>Each becomes a sample that knows its prompt; rows added before stay as they are.</source>
        <translation>각각 자기 프롬프트를 아는 샘플이 됩니다. 전에 추가한 행은 그대로입니다.</translation>
    </message>
    <message>
        <source>Textbook sections and exercises that a model or grammar-1 writes from a constraint set will be here, each checked before it is accepted.</source>
        <translation>모델이나 grammar-1이 제약 집합으로 쓰는 교과서 단원과 연습 문제가 여기에 놓이며, 하나하나 검사를 거쳐 채택됩니다.</translation>
    </message>
    <message>
        <source>Where the run stands</source>
        <translation>실행의 상태</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>Diversity</source>
        <translation>다양성</translation>
    </message>
    <message>
        <source>The set has no more rows for this cell.</source>
        <translation>집합에 이 칸의 행이 더 없습니다.</translation>
    </message>
    <message>
        <source>Exclusions may forbid the rest, or every combination is planned.</source>
        <translation>제외가 나머지를 막거나 모든 조합이 이미 계획되어 있습니다.</translation>
    </message>
    <message>
        <source>The keychain did not store the key. It is used for this session, and nothing was written.</source>
        <translation>키체인에 키를 보관하지 못했습니다. 이번 세션에만 쓰이며 아무것도 기록되지 않았습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of “%1” were added to the workspace.</source>
        <translation>
            <numerusform>“%1”의 행 %n개를 작업공간에 추가했습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were there already.</source>
        <translation>
            <numerusform>행 %n개는 이미 있었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>보기</translation>
    </message>
</context>
<context>
    <name>primer::SynthesisRunList</name>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>채택</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>거부</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Runs of synthesis</source>
        <translation>합성 실행</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1, by %2, since %3</source>
        <translation>%1, %2 작성, %3부터</translation>
    </message>
    <message>
        <source>%1 of %2 spent</source>
        <translation>%2 중 %1 지출</translation>
    </message>
</context>
<context>
    <name>primer::SynthesisSummary</name>
    <message>
        <source>%1 of %2 wanted rows accepted, written by %3.</source>
        <translation>원하는 행 %2개 중 %1개 채택, 작성자 %3.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) accepted, written by %1.</source>
        <translation>
            <numerusform>행 %n개 채택, 작성자 %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Yield: %1 of %2 asked.</source>
        <translation>수율: 요청 %2개의 %1.</translation>
    </message>
    <message>
        <source>%1 of %2 spent.</source>
        <translation>%2 중 %1 지출.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are in the workspace.</source>
        <translation>
            <numerusform>행 %n개가 작업공간에 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) accepted.</source>
        <translation>
            <numerusform>행 %n개가 채택되었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>As many rows are accepted as were wanted.</source>
        <translation>원하는 만큼 채택되었습니다.</translation>
    </message>
    <message>
        <source>The first rows are there.</source>
        <translation>첫 행들이 준비되었습니다.</translation>
    </message>
    <message numerus="yes">
        <source>What came in is kept; %n row(s) are waiting.</source>
        <translation>
            <numerusform>들어온 것은 보관되며, 행 %n개가 대기 중입니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every prompt was asked.</source>
        <translation>모든 프롬프트를 요청했습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) failed.</source>
        <translation>
            <numerusform>행 %n개가 실패했습니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SynthesisWords</name>
    <message>
        <source>Nothing was left when reasoning and wrappings were taken off.</source>
        <translation>추론과 포장을 걷어 내니 남은 것이 없습니다.</translation>
    </message>
    <message>
        <source>The reply ended before the answer did.</source>
        <translation>답이 끝나기 전에 응답이 끊겼습니다.</translation>
    </message>
    <message>
        <source>A JSON object was asked for and none came.</source>
        <translation>JSON 객체를 요청했지만 오지 않았습니다.</translation>
    </message>
    <message>
        <source>The JSON object lacks the field that was asked for.</source>
        <translation>JSON 객체에 요청한 필드가 없습니다.</translation>
    </message>
    <message>
        <source>There is no code in the reply.</source>
        <translation>응답에 코드가 없습니다.</translation>
    </message>
    <message>
        <source>The reply is reasoning alone.</source>
        <translation>응답이 추론뿐입니다.</translation>
    </message>
    <message>
        <source>The model refused.</source>
        <translation>모델이 거절했습니다.</translation>
    </message>
    <message>
        <source>Another model answered than was asked.</source>
        <translation>요청한 모델이 아닌 다른 모델이 답했습니다.</translation>
    </message>
    <message>
        <source>The reply has no content.</source>
        <translation>응답에 내용이 없습니다.</translation>
    </message>
    <message>
        <source>The program ended twice while this was asked; whether it was answered is not known.</source>
        <translation>요청하는 동안 프로그램이 두 번 끝나 답을 받았는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>The answer is shorter than it must be.</source>
        <translation>답이 너무 짧습니다.</translation>
    </message>
    <message>
        <source>The answer is longer than it may be.</source>
        <translation>답이 너무 깁니다.</translation>
    </message>
    <message>
        <source>It is nearly the same as an earlier row.</source>
        <translation>앞선 행과 거의 같습니다.</translation>
    </message>
    <message>
        <source>It is nearly the same as a sample of the workspace.</source>
        <translation>작업공간의 샘플과 거의 같습니다.</translation>
    </message>
    <message>
        <source>The rewrite is nearly the same as what was to be rewritten.</source>
        <translation>다시 쓴 글이 원래 글과 거의 같습니다.</translation>
    </message>
    <message>
        <source>The code is too long to be parsed.</source>
        <translation>코드가 너무 길어 구문 분석할 수 없습니다.</translation>
    </message>
    <message>
        <source>The code is not valid Python.</source>
        <translation>코드가 올바른 Python이 아닙니다.</translation>
    </message>
    <message>
        <source>There is no function at the left edge.</source>
        <translation>최상위 함수가 없습니다.</translation>
    </message>
    <message>
        <source>The function has another name than was asked for.</source>
        <translation>함수 이름이 요청한 것과 다릅니다.</translation>
    </message>
    <message>
        <source>There is more than one function.</source>
        <translation>함수가 둘 이상입니다.</translation>
    </message>
    <message>
        <source>There is a class beside the function.</source>
        <translation>함수 옆에 클래스가 있습니다.</translation>
    </message>
    <message>
        <source>The docstring is missing or says next to nothing.</source>
        <translation>독스트링이 없거나 내용이 거의 없습니다.</translation>
    </message>
    <message>
        <source>The function does nothing.</source>
        <translation>함수가 아무 일도 하지 않습니다.</translation>
    </message>
    <message>
        <source>The function has the name of a benchmark&apos;s function.</source>
        <translation>함수 이름이 벤치마크의 함수와 같습니다.</translation>
    </message>
    <message>
        <source>The code needs files that are not there.</source>
        <translation>코드가 없는 파일을 필요로 합니다.</translation>
    </message>
    <message>
        <source>A block of code is not valid Python.</source>
        <translation>코드 블록이 올바른 Python이 아닙니다.</translation>
    </message>
    <message>
        <source>The section shows no code.</source>
        <translation>단원에 코드가 없습니다.</translation>
    </message>
    <message>
        <source>There is more code than the section may have.</source>
        <translation>단원에 코드가 너무 많습니다.</translation>
    </message>
    <message>
        <source>There is less code than the section must have.</source>
        <translation>단원에 코드가 너무 적습니다.</translation>
    </message>
    <message>
        <source>A weight is a number from 0.</source>
        <translation>가중치는 0 이상의 수입니다.</translation>
    </message>
    <message>
        <source>All weights are 0.</source>
        <translation>모든 가중치가 0입니다.</translation>
    </message>
    <message>
        <source>Names are made of letters, digits and _.</source>
        <translation>이름은 글자, 숫자, _로 이루어집니다.</translation>
    </message>
    <message>
        <source>A word stands there twice.</source>
        <translation>같은 단어가 두 번 있습니다.</translation>
    </message>
    <message>
        <source>A value stands there twice.</source>
        <translation>같은 값이 두 번 있습니다.</translation>
    </message>
    <message>
        <source>A pair needs at least two values.</source>
        <translation>짝에는 값이 적어도 두 개 필요합니다.</translation>
    </message>
    <message>
        <source>An axis needs values.</source>
        <translation>축에는 값이 필요합니다.</translation>
    </message>
    <message>
        <source>As many words are drawn as there are, at the most.</source>
        <translation>단어는 있는 만큼까지만 뽑을 수 있습니다.</translation>
    </message>
    <message>
        <source>An axis has at most two million values.</source>
        <translation>축의 값은 최대 이백만 개입니다.</translation>
    </message>
    <message>
        <source>A set needs a name.</source>
        <translation>집합에는 이름이 필요합니다.</translation>
    </message>
    <message>
        <source>An exclusion names at least one axis.</source>
        <translation>제외에는 축이 적어도 하나 있어야 합니다.</translation>
    </message>
    <message>
        <source>An exclusion names an axis of the set, and none of words or samples.</source>
        <translation>제외에는 집합의 축을 쓰며, 단어나 샘플의 축은 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>The file is not a JSON object.</source>
        <translation>파일이 JSON 객체가 아닙니다.</translation>
    </message>
    <message>
        <source>The file is not a constraint set.</source>
        <translation>파일이 제약 집합이 아닙니다.</translation>
    </message>
    <message>
        <source>The name of a branch has no slash in it.</source>
        <translation>가지 이름에는 빗금을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>A value is a text, or an object with “value” and “weight”.</source>
        <translation>값은 글이거나 “value”와 “weight”가 있는 객체입니다.</translation>
    </message>
    <message>
        <source>A } has no {. Write }} for the brace itself.</source>
        <translation>{ 없는 }가 있습니다. 괄호 자체는 }}로 쓰십시오.</translation>
    </message>
    <message>
        <source>A { opens no placeholder. Write {{ for the brace itself.</source>
        <translation>{가 자리 표시를 열지 않습니다. 괄호 자체는 {{로 쓰십시오.</translation>
    </message>
    <message>
        <source>A template has both sentinels or none.</source>
        <translation>템플릿에는 표지가 둘 다 있거나 둘 다 없어야 합니다.</translation>
    </message>
    <message>
        <source>A template needs a name and a text.</source>
        <translation>템플릿에는 이름과 본문이 필요합니다.</translation>
    </message>
    <message>
        <source>The file is not a template.</source>
        <translation>파일이 템플릿이 아닙니다.</translation>
    </message>
    <message>
        <source>grammar-1 writes exercises and textbook sections only. Choose another template, or a model.</source>
        <translation>grammar-1은 연습 문제와 교과서 단원만 씁니다. 다른 템플릿이나 모델을 고르십시오.</translation>
    </message>
    <message>
        <source>grammar-1 needs an axis of names, as in the set grammar-exercises. Choose that set, or a model.</source>
        <translation>grammar-1에는 grammar-exercises 집합처럼 이름의 축이 필요합니다. 그 집합이나 모델을 고르십시오.</translation>
    </message>
    <message>
        <source>grammar-1 writes from verbs and nouns, not from whole names. Choose a grammar set, or a model.</source>
        <translation>grammar-1은 완전한 이름이 아니라 동사와 명사로 씁니다. grammar 집합이나 모델을 고르십시오.</translation>
    </message>
    <message>
        <source>A run is named by letters, digits, “-”, “_” and “.”, at most 80 of them.</source>
        <translation>실행 이름은 글자, 숫자, “-”, “_”, “.”으로 최대 80자입니다.</translation>
    </message>
    <message>
        <source>There is a run of this name. Choose another name.</source>
        <translation>이 이름의 실행이 있습니다. 다른 이름을 고르십시오.</translation>
    </message>
    <message>
        <source>grammar-1 does not know: %1. Choose a grammar set, or a model.</source>
        <translation>grammar-1이 모르는 단어: %1. grammar 집합이나 모델을 고르십시오.</translation>
    </message>
    <message>
        <source>The template asks for %1, and the set has no such axis.</source>
        <translation>템플릿이 %1을(를) 요구하지만 집합에 그런 축이 없습니다.</translation>
    </message>
    <message>
        <source>%1 (in %2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Only %1 of the function names differ.</source>
        <translation>함수 이름의 %1만 서로 다릅니다.</translation>
    </message>
    <message>
        <source>%1 of the texts begin with “%2”.</source>
        <translation>글의 %1이(가) “%2”로 시작합니다.</translation>
    </message>
    <message>
        <source>On average a text shares %1 of its word 5-grams with the one nearest to it.</source>
        <translation>글은 평균적으로 단어 5-그램의 %1을(를) 가장 가까운 글과 공유합니다.</translation>
    </message>
    <message>
        <source>%1 of the texts share half of their word 5-grams with another.</source>
        <translation>글의 %1이(가) 단어 5-그램의 절반을 다른 글과 공유합니다.</translation>
    </message>
    <message>
        <source>%1 of the programs have the same structure but for names.</source>
        <translation>프로그램의 %1이(가) 이름만 빼고 구조가 같습니다.</translation>
    </message>
    <message>
        <source>Only %1 of the %2 values of “%3” occur.</source>
        <translation>“%3”의 값 %2개 중 %1개만 나타납니다.</translation>
    </message>
    <message>
        <source>list</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>트리</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>짝</translation>
    </message>
    <message>
        <source>function names</source>
        <translation>함수 이름</translation>
    </message>
    <message>
        <source>random words</source>
        <translation>무작위 단어</translation>
    </message>
    <message>
        <source>samples of the current set</source>
        <translation>현재 집합의 샘플</translation>
    </message>
    <message>
        <source>Every combination once</source>
        <translation>모든 조합을 한 번씩</translation>
    </message>
    <message>
        <source>Even cover of every axis</source>
        <translation>모든 축을 고르게</translation>
    </message>
    <message>
        <source>At random by weight</source>
        <translation>가중치에 따라 무작위로</translation>
    </message>
    <message>
        <source>textbook section</source>
        <translation>교과서 단원</translation>
    </message>
    <message>
        <source>exercise</source>
        <translation>연습 문제</translation>
    </message>
    <message>
        <source>rewrite of a sample</source>
        <translation>샘플 다시 쓰기</translation>
    </message>
    <message>
        <source>free text</source>
        <translation>자유 글</translation>
    </message>
</context>
<context>
    <name>primer::TableFooter</name>
    <message>
        <source>Columns…</source>
        <translation>열…</translation>
    </message>
    <message>
        <source>Choose columns; what each of them holds in the current set</source>
        <translation>열을 고르고, 현재 집합에서 각 열의 값을 봅니다</translation>
    </message>
    <message>
        <source>%1 of %2 selected</source>
        <translation>%2개 중 %1개 선택됨</translation>
    </message>
    <message>
        <source>No sample of this workspace has a value there. Show them by Columns…</source>
        <translation>이 작업 공간의 샘플에는 값이 없습니다. 열… 에서 표시할 수 있습니다</translation>
    </message>
    <message>
        <source>Empty columns hidden: %1</source>
        <translation>비어 있어 숨긴 열: %1</translation>
    </message>
</context>
<context>
    <name>primer::TeacherDialog</name>
    <message>
        <source>Label with a teacher</source>
        <translation>교사로 라벨 달기</translation>
    </message>
    <message>
        <source>Rules on the syntax tree (heuristic-1): no key, nothing leaves this machine</source>
        <translation>구문 트리 규칙 (heuristic-1): 키 없음, 아무것도 이 컴퓨터를 떠나지 않음</translation>
    </message>
    <message>
        <source>A model behind an OpenAI-compatible address</source>
        <translation>OpenAI 호환 주소의 모델</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Round robin by source</source>
        <translation>원본을 차례로</translation>
    </message>
    <message>
        <source>Round robin by repository</source>
        <translation>저장소를 차례로</translation>
    </message>
    <message>
        <source>Uncertain ones first: scores near one half</source>
        <translation>불확실한 것 먼저: 점수가 절반에 가까운 것</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>교사</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>추출 방법</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>On a sample</source>
        <translation>샘플에 적용</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Start labelling</source>
        <translation>라벨 달기 시작</translation>
    </message>
    <message>
        <source>Try it first</source>
        <translation>먼저 시험</translation>
    </message>
    <message>
        <source>“Test connection” asks for one sample first.</source>
        <translation>먼저 “연결 시험”으로 샘플 하나를 물어봅니다.</translation>
    </message>
    <message numerus="yes">
        <source>Drawn from the %Ln samples of the current set; those this teacher has labelled are left out.</source>
        <translation>
            <numerusform>현재 집합의 샘플 %Ln개에서 추출합니다. 이 교사가 이미 라벨을 단 것은 뺍니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Label %1 first, then forecast</source>
        <translation>먼저 %1개에 라벨을 달고 예측</translation>
    </message>
    <message>
        <source>Samples asked twice</source>
        <translation>두 번 물을 샘플</translation>
    </message>
</context>
<context>
    <name>primer::TeacherPanel</name>
    <message>
        <source>Label with a teacher…</source>
        <translation>교사로 라벨 달기…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Retry failed rows</source>
        <translation>실패한 것 다시 묻기</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>교사</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>쓴 비용</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Labelling runs</source>
        <translation>라벨 작업</translation>
    </message>
    <message>
        <source>Rows that failed</source>
        <translation>실패한 행</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>일치도</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>The first rows are labelled.</source>
        <translation>처음 행들에 라벨을 달았습니다.</translation>
    </message>
    <message>
        <source>The keychain did not store the key. It is used for this session, and nothing was written.</source>
        <translation>키체인에 키를 보관하지 못했습니다. 이번 세션에만 쓰이며 아무것도 기록되지 않았습니다.</translation>
    </message>
    <message numerus="yes">
        <source>No row got a label: all %n that were asked failed.</source>
        <translation>
            <numerusform>라벨을 받은 행이 없습니다. 물어본 %n개가 모두 실패했습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) failed; “Failures” below says why.</source>
        <translation>
            <numerusform>%n개 행이 실패했습니다. 이유는 아래 “실패”에 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The labelling “%1” was deleted: %n label(s) count no more.</source>
        <translation>
            <numerusform>라벨링 “%1”을(를) 지웠습니다. 라벨 %n개는 더 이상 쓰이지 않습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>New labelling from this…</source>
        <translation>이 설정으로 새 라벨링…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>이름 바꾸기…</translation>
    </message>
    <message>
        <source>Notes and tags…</source>
        <translation>메모와 태그…</translation>
    </message>
    <message>
        <source>Copy the teacher&apos;s name</source>
        <translation>교사 이름 복사</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message numerus="yes">
        <source>%1 What came in is kept; %n rows are waiting.</source>
        <translation>
            <numerusform>%1 들어온 것은 보관되며, %n개 행이 대기 중입니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::TeacherProblems</name>
    <message>
        <source>%1: the connection was refused. Nothing listens at %2.</source>
        <translation>%1: 연결이 거부되었습니다. %2에서 듣는 프로그램이 없습니다.</translation>
    </message>
    <message>
        <source>Start the server, or correct the port in “Address”.</source>
        <translation>서버를 시작하거나 “주소”의 포트를 고치십시오.</translation>
    </message>
    <message>
        <source>%1: the name “%2” is unknown.</source>
        <translation>%1: 이름 “%2”을(를) 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Check the spelling of “Address” and the network connection.</source>
        <translation>“주소”의 철자와 네트워크 연결을 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: the certificate of “%2” is not trusted by this machine.</source>
        <translation>%1: 이 컴퓨터는 “%2”의 인증서를 신뢰하지 않습니다.</translation>
    </message>
    <message>
        <source>Check that the name in “Address” is the one that the certificate was made for; the certificate of a server of your own has to be added to those that the system trusts.</source>
        <translation>“주소”의 이름이 인증서의 이름과 같은지 확인하십시오. 자체 서버의 인증서는 시스템이 신뢰하는 목록에 더해야 합니다.</translation>
    </message>
    <message>
        <source>%1: no encrypted connection could be agreed on.</source>
        <translation>%1: 암호화 연결에 합의하지 못했습니다.</translation>
    </message>
    <message>
        <source>A server without encryption has an “Address” that begins with http://.</source>
        <translation>암호화하지 않는 서버의 “주소”는 http://로 시작합니다.</translation>
    </message>
    <message>
        <source>%1: there is no way to “%2” from this machine.</source>
        <translation>%1: 이 컴퓨터에서 “%2”(으)로 가는 길이 없습니다.</translation>
    </message>
    <message>
        <source>Check the network connection, or a VPN that the server needs.</source>
        <translation>네트워크 연결이나 서버에 필요한 VPN을 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: the proxy of this system did not let the request through.</source>
        <translation>%1: 시스템의 프록시가 요청을 통과시키지 않았습니다.</translation>
    </message>
    <message>
        <source>Check the proxy in the settings of the system.</source>
        <translation>시스템 설정의 프록시를 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: no answer came in time.</source>
        <translation>%1: 제때 답이 오지 않았습니다.</translation>
    </message>
    <message>
        <source>The server may be starting or overloaded: try again, or lower “Concurrent requests”.</source>
        <translation>서버가 시작 중이거나 과부하일 수 있습니다. 다시 시도하거나 “동시 요청 수”를 낮추십시오.</translation>
    </message>
    <message>
        <source>%1: the answer is too large to be one of a chat model.</source>
        <translation>%1: 채팅 모델의 답이라기에는 너무 큽니다.</translation>
    </message>
    <message>
        <source>Check that “Address” leads to an OpenAI-compatible server.</source>
        <translation>“주소”가 OpenAI 호환 서버인지 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: this address or key cannot be put into a request.</source>
        <translation>%1: 이 주소나 키는 요청에 넣을 수 없습니다.</translation>
    </message>
    <message>
        <source>Check “Address” and the key for stray characters.</source>
        <translation>“주소”와 키에 잘못된 문자가 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: stopped.</source>
        <translation>%1: 멈췄습니다.</translation>
    </message>
    <message>
        <source>%1: the connection ended before an answer was there, or what came was not HTTP.</source>
        <translation>%1: 답이 오기 전에 연결이 끝났거나 온 것이 HTTP가 아닙니다.</translation>
    </message>
    <message>
        <source>Check that “Address” begins with the right one of http:// and https://, and has the right port.</source>
        <translation>“주소”가 http://와 https:// 중 맞는 것으로 시작하는지, 포트가 맞는지 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: the server refuses the key (%2).</source>
        <translation>%1: 서버가 키를 거부합니다(%2).</translation>
    </message>
    <message>
        <source>Type the key into the field “Key”, or choose another variable that holds it.</source>
        <translation>“키” 칸에 키를 입력하거나 키가 든 다른 변수를 고르십시오.</translation>
    </message>
    <message>
        <source>%1: the server says that the credit is used up (402).</source>
        <translation>%1: 서버가 크레딧이 바닥났다고 합니다(402).</translation>
    </message>
    <message>
        <source>Add credit there and continue.</source>
        <translation>크레딧을 더하고 계속하십시오.</translation>
    </message>
    <message>
        <source>%1: there is no such path or no model “%2” (404).</source>
        <translation>%1: 그런 경로나 모델 “%2”이(가) 없습니다(404).</translation>
    </message>
    <message>
        <source>Check “Model”, and that “Address” ends before /chat/completions, often in /v1.</source>
        <translation>“모델”을 확인하고 “주소”가 /chat/completions 앞에서, 흔히 /v1로 끝나는지 확인하십시오.</translation>
    </message>
    <message>
        <source>%1: the server knows no such path (%2).</source>
        <translation>%1: 서버가 그런 경로를 모릅니다(%2).</translation>
    </message>
    <message>
        <source>Check “Address”: it ends before /chat/completions, often in /v1. What answers there may be another program.</source>
        <translation>“주소”를 확인하십시오. /chat/completions 앞에서, 흔히 /v1로 끝납니다. 다른 프로그램이 답하고 있을 수 있습니다.</translation>
    </message>
    <message>
        <source>%1: the server does not accept the request (%2).</source>
        <translation>%1: 서버가 요청을 받아들이지 않습니다(%2).</translation>
    </message>
    <message>
        <source>Check “Model” and “Max tokens per reply”: the model may not take them.</source>
        <translation>“모델”과 “응답 최대 토큰”을 확인하십시오. 모델이 받지 않을 수 있습니다.</translation>
    </message>
    <message>
        <source>%1: too many requests at once (429).</source>
        <translation>%1: 한꺼번에 요청이 너무 많습니다(429).</translation>
    </message>
    <message>
        <source>Wait a little, or lower “Concurrent requests”.</source>
        <translation>잠시 기다리거나 “동시 요청 수”를 낮추십시오.</translation>
    </message>
    <message>
        <source>%1: the server sends the request elsewhere (%2), which is not followed because of the key.</source>
        <translation>%1: 서버가 요청을 다른 곳으로 보내지만(%2) 키 때문에 따라가지 않습니다.</translation>
    </message>
    <message>
        <source>Put the address that it leads to into “Address”.</source>
        <translation>이어지는 주소를 “주소”에 넣으십시오.</translation>
    </message>
    <message>
        <source>%1: the server reports an error of its own (%2).</source>
        <translation>%1: 서버가 자체 오류를 알립니다(%2).</translation>
    </message>
    <message>
        <source>Try again later; its own log tells more.</source>
        <translation>나중에 다시 시도하십시오. 서버의 로그에 더 있습니다.</translation>
    </message>
    <message>
        <source>The answer is not JSON: this is no OpenAI-compatible path.</source>
        <translation>답이 JSON이 아닙니다. OpenAI 호환 경로가 아닙니다.</translation>
    </message>
    <message>
        <source>The answer holds an error instead of a text.</source>
        <translation>답에 글 대신 오류가 있습니다.</translation>
    </message>
    <message>
        <source>The answer holds no text.</source>
        <translation>답에 글이 없습니다.</translation>
    </message>
    <message>
        <source>The answer was cut off before its value.</source>
        <translation>답이 값 앞에서 잘렸습니다.</translation>
    </message>
    <message>
        <source>The answer holds no value in the form that the prompt asks for.</source>
        <translation>답에 프롬프트가 요구한 형식의 값이 없습니다.</translation>
    </message>
    <message>
        <source>The answer holds several values.</source>
        <translation>답에 값이 여러 개 있습니다.</translation>
    </message>
    <message>
        <source>The value in the answer is out of the prompt&apos;s range.</source>
        <translation>답의 값이 프롬프트의 범위를 벗어납니다.</translation>
    </message>
    <message>
        <source>Another model answered than the one that was asked.</source>
        <translation>물어본 모델이 아닌 다른 모델이 답했습니다.</translation>
    </message>
    <message>
        <source>The answer cannot be used: %1</source>
        <translation>답을 쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>Raise “Max tokens per reply”.</source>
        <translation>“응답 최대 토큰”을 올리십시오.</translation>
    </message>
    <message>
        <source>Check “Address”: it ends before /chat/completions, often in /v1.</source>
        <translation>“주소”를 확인하십시오. /chat/completions 앞에서, 흔히 /v1로 끝납니다.</translation>
    </message>
    <message>
        <source>Try another prompt below, or another model.</source>
        <translation>아래의 다른 프롬프트나 다른 모델을 시도하십시오.</translation>
    </message>
    <message>
        <source>Over plain http the key and the samples can be read on the way to another machine. Use https://, or tick “Allow plain http”.</source>
        <translation>일반 http로는 다른 컴퓨터로 가는 도중에 키와 샘플을 읽을 수 있습니다. https://를 쓰거나 “일반 http 허용”을 켜십시오.</translation>
    </message>
    <message>
        <source>No name or password in “Address”: the key has fields of its own.</source>
        <translation>“주소”에 이름이나 암호를 넣지 마십시오. 키에는 따로 칸이 있습니다.</translation>
    </message>
    <message>
        <source>“Address” ends before /chat/completions, without a slash or a question mark.</source>
        <translation>“주소”는 /chat/completions 앞에서 빗금이나 물음표 없이 끝납니다.</translation>
    </message>
    <message>
        <source>“Address” begins with https://, or with http:// for a server on this machine.</source>
        <translation>“주소”는 https://로, 이 컴퓨터의 서버라면 http://로 시작합니다.</translation>
    </message>
    <message>
        <source>“Model” is the name of the model as the server knows it.</source>
        <translation>“모델”은 서버가 아는 모델 이름입니다.</translation>
    </message>
    <message>
        <source>With a price, “Budget” says how much may be spent: nothing would be sent for $ 0.</source>
        <translation>가격이 있으면 “예산”이 쓸 수 있는 금액입니다. $ 0이면 아무것도 보내지 않습니다.</translation>
    </message>
    <message>
        <source>A price is not below 0.</source>
        <translation>가격은 0보다 작을 수 없습니다.</translation>
    </message>
    <message>
        <source>The prompt does not fit: %1</source>
        <translation>프롬프트가 맞지 않습니다: %1</translation>
    </message>
    <message>
        <source>The server %1 cannot be reached.</source>
        <translation>서버 %1에 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>Start it, or correct the address, then continue.</source>
        <translation>서버를 시작하거나 주소를 고친 다음 계속하십시오.</translation>
    </message>
    <message>
        <source>The server %1 refuses the key.</source>
        <translation>서버 %1이(가) 키를 거부합니다.</translation>
    </message>
    <message>
        <source>Type another one in the dialog.</source>
        <translation>대화 상자에 다른 키를 입력하십시오.</translation>
    </message>
    <message>
        <source>The server %1 says that the credit is used up.</source>
        <translation>서버 %1에서 사용 한도가 소진되었다고 합니다.</translation>
    </message>
    <message>
        <source>%1: what the server answered to a batch cannot be used.</source>
        <translation>%1: 서버가 배치에 보낸 응답을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>The next request could exceed the budget, so none is sent.</source>
        <translation>다음 요청이 예산을 넘을 수 있어 보내지 않습니다.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
</context>
<context>
    <name>primer::TeacherTrialBox</name>
    <message>
        <source>Test connection</source>
        <translation>연결 시험</translation>
    </message>
    <message>
        <source>What the test found</source>
        <translation>시험 결과</translation>
    </message>
    <message>
        <source>Sends one sample of the current set, the first one, and shows what comes back. Nothing is stored.</source>
        <translation>현재 집합의 첫 샘플 하나를 보내고 돌아온 것을 보여 줍니다. 아무것도 저장하지 않습니다.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1에 묻는 중…</translation>
    </message>
    <message>
        <source>The server&apos;s list of models has no “%1”.</source>
        <translation>서버의 모델 목록에 “%1”이(가) 없습니다.</translation>
    </message>
    <message>
        <source>✓ The connection works. “%1” gave the first sample %2 in %3 s.</source>
        <translation>✓ 연결됩니다. “%1”이(가) 첫 샘플에 %3초 만에 %2을(를) 주었습니다.</translation>
    </message>
    <message>
        <source>It took %1 prompt and %2 reply tokens.</source>
        <translation>프롬프트 토큰 %1개, 답변 토큰 %2개가 들었습니다.</translation>
    </message>
</context>
<context>
    <name>primer::TemplateEditor</name>
    <message>
        <source>Save the template as…</source>
        <translation>템플릿을 다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>System message</source>
        <translation>시스템 메시지</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Its replies are judged as: %1. The set offers %2.</source>
        <translation>응답은 %1(으)로 판정합니다. 집합이 주는 것: %2.</translation>
    </message>
    <message>
        <source>Save the template</source>
        <translation>템플릿 저장</translation>
    </message>
    <message>
        <source>Templates (*.json)</source>
        <translation>템플릿 (*.json)</translation>
    </message>
</context>
<context>
    <name>primer::ThreadView</name>
    <message>
        <source>Thread</source>
        <translation>글타래</translation>
    </message>
    <message>
        <source>✔ Accepted answer</source>
        <translation>✔ 채택된 답변</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>점수 %1</translation>
    </message>
</context>
<context>
    <name>primer::ToolJobs</name>
    <message>
        <source>Show jobs</source>
        <translation>작업 보기</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
</context>
<context>
    <name>primer::TrainingPage</name>
    <message>
        <source>New run…</source>
        <translation>새 학습…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>지금 체크포인트</translation>
    </message>
    <message>
        <source>Stops after a checkpoint; the run can be continued later</source>
        <translation>체크포인트를 남기고 멈춥니다. 나중에 이어서 할 수 있습니다</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>연장…</translation>
    </message>
    <message>
        <source>Fork…</source>
        <translation>분기…</translation>
    </message>
    <message>
        <source>More steps for this run, now or when it continues</source>
        <translation>이 학습에 단계를 더합니다. 지금 또는 이어 갈 때</translation>
    </message>
    <message>
        <source>A new run that starts from one of this run&apos;s checkpoints</source>
        <translation>이 학습의 체크포인트 가중치로 시작하는 새 학습</translation>
    </message>
    <message>
        <source>This run has no checkpoint yet.</source>
        <translation>아직 체크포인트가 없습니다.</translation>
    </message>
    <message>
        <source>“Checkpoint now” makes one while it trains.</source>
        <translation>학습 중에 “지금 체크포인트”로 만들 수 있습니다.</translation>
    </message>
    <message>
        <source>Fork the run</source>
        <translation>학습 분기</translation>
    </message>
    <message>
        <source>Start from the weights of:</source>
        <translation>시작할 가중치:</translation>
    </message>
    <message>
        <source>as %1, from %2</source>
        <translation>%1처럼, %2에서</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>저장됨: %1</translation>
    </message>
    <message>
        <source>The run “%1” has finished at step %2.</source>
        <translation>학습 “%1”이(가) %2단계에서 끝났습니다.</translation>
    </message>
    <message>
        <source>The run “%1” was stopped by a bad loss.</source>
        <translation>학습 “%1”이(가) 비정상 손실로 끝났습니다.</translation>
    </message>
    <message>
        <source>Its checkpoints are kept; fork one with a lower learning rate, or set onBadLoss to rollback.</source>
        <translation>체크포인트는 보존됩니다. 더 낮은 학습률로 분기하거나 onBadLoss를 rollback으로 하십시오.</translation>
    </message>
    <message>
        <source>The engine of the run “%1” has ended unexpectedly.</source>
        <translation>학습 “%1”의 엔진이 예기치 않게 끝났습니다.</translation>
    </message>
    <message>
        <source>“Continue” resumes from the newest checkpoint.</source>
        <translation>“계속”로 가장 최근 체크포인트부터 이어집니다.</translation>
    </message>
    <message>
        <source>Rename the run</source>
        <translation>실행 이름 바꾸기</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>The run “%1” was deleted with its checkpoints.</source>
        <translation>실행 “%1”을(를) 체크포인트와 함께 삭제했습니다.</translation>
    </message>
    <message>
        <source>It can be brought back until the workspace is opened the next time.</source>
        <translation>작업 공간을 다음에 열 때까지 되돌릴 수 있습니다.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Notes of “%1”</source>
        <translation>“%1”의 메모</translation>
    </message>
    <message>
        <source>Notes. Words that begin with # are tags; they stand in the list.</source>
        <translation>메모. #으로 시작하는 낱말은 태그이며 목록에 표시됩니다.</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>%1처럼</translation>
    </message>
</context>
<context>
    <name>primer::TrainingRows</name>
    <message>
        <source>step %1 of %2</source>
        <translation>%2단계 중 %1단계</translation>
    </message>
    <message>
        <source>It was not started yet.</source>
        <translation>아직 시작하지 않았습니다.</translation>
    </message>
    <message>
        <source>Stopped at %1. It is kept and can be continued.</source>
        <translation>%1에서 멈췄습니다. 보관되어 있으며 계속할 수 있습니다.</translation>
    </message>
    <message>
        <source>Stopped by a bad loss at %1. Its checkpoints are kept: fork one with a lower learning rate.</source>
        <translation>%1에서 손실이 나빠져 멈췄습니다. 체크포인트는 보관됩니다. 학습률을 낮춰 갈래를 만드십시오.</translation>
    </message>
    <message>
        <source>The engine ended without a word.</source>
        <translation>엔진이 아무 말 없이 끝났습니다.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>before its first step</source>
        <translation>첫 단계 전</translation>
    </message>
    <message>
        <source>The engine ended without a word at %1. It continues from its newest checkpoint.</source>
        <translation>엔진이 %1에서 아무 말 없이 끝났습니다. 최신 체크포인트부터 계속합니다.</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>초당 토큰 %1개</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>학습 %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>중지됨</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
</context>
</TS>
