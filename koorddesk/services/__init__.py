"""The use cases, one verb a function; window and command line call only these.

Where to look (``tests/unit/test_house.py`` holds this list to what there is):

The desk and its store
    desk, keeping, backups, policies, exporting, folders, whole_files, sheets, shown, queries, record_history, search,
    file_words, first_steps, demo, demo_offers

Registers
    registers, register_data, register_rows, register_imports, register_lookup, register_queries, legal, holidays_da,
    land, people

Forms going out
    templates, template_lookup, template_rules, sending, control_sheet

Forms coming in
    arrivals, watching, preview, intake, taking_in, held, attachments, stored, typed, typed_places, document_view,
    parts, returning

Looking at what came in
    submission_rows, grouped, warnings, corrections, value_notes, versions, used, offer_matching, cross_checks, rounds,
    joint_report, documents

Announcements and assessment
    announcements, announcement_lookup, report_clocks, late_reports, casework, assessment_depth, renewal, overtaking

Cases: the legal chain
    cases, case_lookup, case_page, case_folder, chain, chain_situation, chain_words, step_choices, grounds, clocks,
    clock_rules, calendar_file, filing, timeline

Letters
    writing, letters, letter_kinds, letter_recipients, letter_step_facts, letter_grounds, letter_setting,
    letter_editing, own_texts, letter_differences, letter_address, letter_life, letter_files, hand_over

Dialogue, offers, monitoring
    dialogue, entry_documents, hearing_import, group_page, pathways, pathway_notes, offers, offer_parts, offer_lookup,
    offer_imports, offer_export, capacity, monitoring

Pictures and figures of the whole country
    overview, coverage, over_time, map_figures, tile_layout
"""
