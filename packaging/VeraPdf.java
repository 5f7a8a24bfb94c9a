import java.io.FileInputStream;
import java.util.TreeMap;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges PDF files by veraPDF: the arguments are pairs of a standard ("2a", "ua1") and a file; one line per fault. */
public final class VeraPdf {
    private VeraPdf() {}

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean fine = true;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            fine &= judge(PDFAFlavour.fromString(arguments[i]), arguments[i + 1]);
        }
        System.exit(fine ? 0 : 1);
    }

    private static boolean judge(PDFAFlavour standard, String file) throws Exception {
        try (FileInputStream bytes = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, standard)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(standard, false).validate(parser);
            TreeMap<String, String> faults = new TreeMap<>();
            for (TestAssertion found : result.getTestAssertions()) {
                if (found.getStatus() == TestAssertion.Status.FAILED) {
                    faults.put(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber(), found.getMessage());
                }
            }
            faults.forEach((rule, text) -> System.out.println(file + ": " + standard.getId() + " " + rule + ": " + text));
            if (!result.isCompliant() && faults.isEmpty()) {
                System.out.println(file + ": " + standard.getId() + ": not compliant");
            }
            return result.isCompliant();
        }
    }
}
