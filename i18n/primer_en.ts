<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>primer::AgreementPanel</name>
    <message numerus="yes">
        <source>%n sample(s), %1 % equal, %2 % within one. Quadratic kappa %3 (%4–%5).</source>
        <translation>
            <numerusform>%n sample, %1 % equal, %2 % within one. Quadratic kappa %3 (%4–%5).</numerusform>
            <numerusform>%n samples, %1 % equal, %2 % within one. Quadratic kappa %3 (%4–%5).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::BrowsePage</name>
    <message numerus="yes">
        <source>The expression was too costly for %n file(s): they count neither as hits nor as misses.</source>
        <translation>
            <numerusform>The expression gave up on %n file: it is neither a hit nor a miss.</numerusform>
            <numerusform>The expression gave up on %n files: they are neither hits nor misses.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::CheckList</name>
    <message numerus="yes">
        <source>Judge the current set in its order (%Ln samples)</source>
        <translation>
            <numerusform>Judge the current set in its order (%Ln sample)</numerusform>
            <numerusform>Judge the current set in its order (%Ln samples)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::ColumnChooser</name>
    <message numerus="yes">
        <source>Counted over the current set, %n sample(s); all numbers are exact.</source>
        <translation>
            <numerusform>Counted over the current set, %n sample; all numbers are exact.</numerusform>
            <numerusform>Counted over the current set, %n samples; all numbers are exact.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::CoveragePanel</name>
    <message numerus="yes">
        <source>Each of the %n cells has an accepted row.</source>
        <translation>
            <numerusform>The %n cell has an accepted row.</numerusform>
            <numerusform>Each of the %n cells has an accepted row.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cells of %1 have no accepted row.</source>
        <translation>
            <numerusform>%n cell of %1 has no accepted row.</numerusform>
            <numerusform>%n cells of %1 have no accepted row.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::CutSummary</name>
    <message numerus="yes">
        <source>%Ln samples without a score are left out</source>
        <translation>
            <numerusform>%Ln sample without a score is left out</numerusform>
            <numerusform>%Ln samples without a score are left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::DiversityPanel</name>
    <message numerus="yes">
        <source>%n row(s) of “%1” measured.</source>
        <translation>
            <numerusform>%n row of “%1” measured.</numerusform>
            <numerusform>%n rows of “%1” measured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) each of “%1” and “%2” measured.</source>
        <translation>
            <numerusform>%n row each of “%1” and “%2” measured.</numerusform>
            <numerusform>%n rows each of “%1” and “%2” measured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” is homogeneous by %n measure(s).</source>
        <translation>
            <numerusform>“%1” is homogeneous by %n measure.</numerusform>
            <numerusform>“%1” is homogeneous by %n measures.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::ExportPage</name>
    <message numerus="yes">
        <source>%Ln samples</source>
        <translation>
            <numerusform>%Ln sample</numerusform>
            <numerusform>%Ln samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples will be written, %1 left out because of their licence (unknown: %2).</source>
        <translation>
            <numerusform>%Ln sample will be written, %1 left out because of their licence (unknown: %2).</numerusform>
            <numerusform>%Ln samples will be written, %1 left out because of their licence (unknown: %2).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::FitDialog</name>
    <message numerus="yes">
        <source>People (%Ln judgements)</source>
        <translation>
            <numerusform>People (%Ln judgement)</numerusform>
            <numerusform>People (%Ln judgements)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::InterruptedOffer</name>
    <message numerus="yes">
        <source>%n jobs were interrupted.</source>
        <translation>
            <numerusform>%n job was interrupted.</numerusform>
            <numerusform>%n jobs were interrupted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::JobTexts</name>
    <message numerus="yes">
        <source>Done with %n failures</source>
        <translation>
            <numerusform>Done with %n failure</numerusform>
            <numerusform>Done with %n failures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems found</source>
        <translation>
            <numerusform>%n problem found</numerusform>
            <numerusform>%n problems found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Judgement of %n sample(s)</source>
        <translation>
            <numerusform>Judgement of %n sample</numerusform>
            <numerusform>Judgement of %n samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undo of %n judgement(s)</source>
        <translation>
            <numerusform>Undo of %n judgement</numerusform>
            <numerusform>Undo of %n judgements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::JobsPanel</name>
    <message numerus="yes">
        <source>Jobs: %n failed</source>
        <translation>
            <numerusform>Jobs: %n failed</numerusform>
            <numerusform>Jobs: %n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::JudgeCommands</name>
    <message numerus="yes">
        <source>%n sample(s) judged: %1</source>
        <translation>
            <numerusform>%n sample judged: %1</numerusform>
            <numerusform>%n samples judged: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) skipped</source>
        <translation>
            <numerusform>%n sample skipped</numerusform>
            <numerusform>%n samples skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) discarded</source>
        <translation>
            <numerusform>%n sample discarded</numerusform>
            <numerusform>%n samples discarded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undone for %n sample(s)</source>
        <translation>
            <numerusform>Undone for %n sample</numerusform>
            <numerusform>Undone for %n samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) added to “%1”</source>
        <translation>
            <numerusform>%n sample added to “%1”</numerusform>
            <numerusform>%n samples added to “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n sample(s): choose one, or write the name of a new one.</source>
        <translation>
            <numerusform>Queue for %n sample: choose one, or write the name of a new one.</numerusform>
            <numerusform>Queue for %n samples: choose one, or write the name of a new one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::LabelPage</name>
    <message numerus="yes">
        <source>That was the last sample. %n sample(s) before it are still open.</source>
        <translation>
            <numerusform>That was the last sample. %n sample before it is still open.</numerusform>
            <numerusform>That was the last sample. %n samples before it are still open.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::LogView</name>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines</source>
        <translation>
            <numerusform>%1 of %Ln line</numerusform>
            <numerusform>%1 of %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::QueueDialog</name>
    <message numerus="yes">
        <source>Drawn from the current set: %Ln samples</source>
        <translation>
            <numerusform>Drawn from the current set: %Ln sample</numerusform>
            <numerusform>Drawn from the current set: %Ln samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::RowBrowser</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::RowCommands</name>
    <message numerus="yes">
        <source>%n path(s) copied</source>
        <translation>
            <numerusform>%n path copied</numerusform>
            <numerusform>%n paths copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n content(s) copied</source>
        <translation>
            <numerusform>%n content copied</numerusform>
            <numerusform>%n contents copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::RunDialog</name>
    <message numerus="yes">
        <source>Make token shards of the current set (%Ln samples)</source>
        <translation>
            <numerusform>Make token shards of the current set (%Ln sample)</numerusform>
            <numerusform>Make token shards of the current set (%Ln samples)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SampleTableModel</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SampleView</name>
    <message numerus="yes">
        <source>%n line(s) longer than 20,000 characters are folded</source>
        <translation>
            <numerusform>%n line longer than 20,000 characters is folded</numerusform>
            <numerusform>%n lines longer than 20,000 characters are folded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) are not UTF-8, shown as «hexadecimal»</source>
        <translation>
            <numerusform>%n byte is not UTF-8, shown as «hexadecimal»</numerusform>
            <numerusform>%n bytes are not UTF-8, shown as «hexadecimal»</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n control character(s) are shown by symbols</source>
        <translation>
            <numerusform>%n control character is shown by a symbol</numerusform>
            <numerusform>%n control characters are shown by symbols</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SetBar</name>
    <message numerus="yes">
        <source>%n near-duplicate(s) of an earlier sample left out</source>
        <translation>
            <numerusform>%n near-duplicate of an earlier sample left out</numerusform>
            <numerusform>%n near-duplicates of an earlier sample left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples</source>
        <translation>
            <numerusform>%Ln sample</numerusform>
            <numerusform>%Ln samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples, %1 in the set</source>
        <translation>
            <numerusform>%Ln sample, %1 in the set</numerusform>
            <numerusform>%Ln samples, %1 in the set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SetMenus</name>
    <message numerus="yes">
        <source>%1 (%Ln samples)</source>
        <translation>
            <numerusform>%1 (%Ln sample)</numerusform>
            <numerusform>%1 (%Ln samples)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SetText</name>
    <message numerus="yes">
        <source>One word a line; %n are drawn for each row.</source>
        <translation>
            <numerusform>One word a line; %n is drawn for each row.</numerusform>
            <numerusform>One word a line; %n are drawn for each row.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Up to %n extracts of samples of the current set; there is nothing to edit.</source>
        <translation>
            <numerusform>Up to %n extract of a sample of the current set; there is nothing to edit.</numerusform>
            <numerusform>Up to %n extracts of samples of the current set; there is nothing to edit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SourceBars</name>
    <message numerus="yes">
        <source>%n more source(s)</source>
        <translation>
            <numerusform>%n more source</numerusform>
            <numerusform>%n more sources</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::StatusLine</name>
    <message numerus="yes">
        <source>%Ln rejected rows</source>
        <translation>
            <numerusform>%Ln rejected row</numerusform>
            <numerusform>%Ln rejected rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln samples</source>
        <translation>
            <numerusform>%Ln sample</numerusform>
            <numerusform>%Ln samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln judgements</source>
        <translation>
            <numerusform>%Ln judgement</numerusform>
            <numerusform>%Ln judgements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SynthesisDialog</name>
    <message numerus="yes">
        <source>The set has %n different prompt(s), no more.</source>
        <translation>
            <numerusform>The set has %n prompt, no more.</numerusform>
            <numerusform>The set has %n different prompts, no more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the first %1 prompts were answered before and cost nothing.</source>
        <translation>
            <numerusform>%n of the first %1 prompts was answered before and costs nothing.</numerusform>
            <numerusform>%n of the first %1 prompts were answered before and cost nothing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SynthesisPage</name>
    <message numerus="yes">
        <source>%n row(s) of “%1” were added to the workspace.</source>
        <translation>
            <numerusform>%n row of “%1” was added to the workspace.</numerusform>
            <numerusform>%n rows of “%1” were added to the workspace.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were there already.</source>
        <translation>
            <numerusform>%n row was there already.</numerusform>
            <numerusform>%n rows were there already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::SynthesisSummary</name>
    <message numerus="yes">
        <source>%n row(s) accepted, written by %1.</source>
        <translation>
            <numerusform>%n row accepted, written by %1.</numerusform>
            <numerusform>%n rows accepted, written by %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are in the workspace.</source>
        <translation>
            <numerusform>%n row is in the workspace.</numerusform>
            <numerusform>%n rows are in the workspace.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) accepted.</source>
        <translation>
            <numerusform>%n row accepted.</numerusform>
            <numerusform>%n rows accepted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What came in is kept; %n row(s) are waiting.</source>
        <translation>
            <numerusform>What came in is kept; %n row is waiting.</numerusform>
            <numerusform>What came in is kept; %n rows are waiting.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) failed.</source>
        <translation>
            <numerusform>%n row failed.</numerusform>
            <numerusform>%n rows failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::TeacherDialog</name>
    <message numerus="yes">
        <source>Drawn from the %Ln samples of the current set; those this teacher has labelled are left out.</source>
        <translation>
            <numerusform>Drawn from the %Ln sample of the current set; those this teacher has labelled are left out.</numerusform>
            <numerusform>Drawn from the %Ln samples of the current set; those this teacher has labelled are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>primer::TeacherPanel</name>
    <message numerus="yes">
        <source>No row got a label: all %n that were asked failed.</source>
        <translation>
            <numerusform>No row got a label: %n was asked, and failed.</numerusform>
            <numerusform>No row got a label: all %n that were asked failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) failed; “Failures” below says why.</source>
        <translation>
            <numerusform>%n row failed; “Failures” below says why.</numerusform>
            <numerusform>%n rows failed; “Failures” below says why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The labelling “%1” was deleted: %n label(s) count no more.</source>
        <translation>
            <numerusform>The labelling “%1” was deleted: %n label counts no more.</numerusform>
            <numerusform>The labelling “%1” was deleted: %n labels count no more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 What came in is kept; %n rows are waiting.</source>
        <translation>
            <numerusform>%1 What came in is kept; %n row is waiting.</numerusform>
            <numerusform>%1 What came in is kept; %n rows are waiting.</numerusform>
        </translation>
    </message>
</context>
</TS>
