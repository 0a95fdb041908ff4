"""What an analysis gives: tables on a screen, JSON, CSV, a workbook with live formulas, a report in Word and HTML."""
