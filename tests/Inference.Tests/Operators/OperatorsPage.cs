using System.Text;
using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx;
using Fovea.Inference.Operators;

namespace Fovea.Inference.Tests.Operators;

/// <summary>docs/operators.md as the operator table has it.</summary>
internal static class OperatorsPage
{
    private const string Introduction = """
        # Operators

        Does my network run? `fovea validate FILE` says it for a file, with everything that is missing ([the command line](command-line.md)).
        This page lists what there is. It is written from the operator table (`src/Inference/Operators/OperatorTable.cs`); a test holds it.

        Fovea reads models of the default ONNX operator set from opset OLDEST to NEWEST. An operator has the meaning of the opset that the model declares.

        ## What does not run

        A model that needs something else is refused when it is loaded. The message names all operators that are missing, with their numbers,
        and says what to do:

        | operators | what to do |
        |---|---|
        GROUPS

        Operators of other domains are refused with what is known of the domain: files that ONNX Runtime's optimiser saved for one processor
        (`com.microsoft.nchwc`), its extensions, Brevitas, classical machine learning (`ai.onnx.ml`).

        Inputs and outputs are tensors: no sequences, no optional values. Elements are floats of 16, 32 and 64 bits, integers of 8 to 64 bits
        and booleans: no strings, no complex numbers, no floats of 8 bits, no integers of 4. Weights are dense. Training is not supported; the
        running statistics of a BatchNormalization in training mode are computed.

        ## What runs

        *Since* is the opset that introduced the operator. *Types* are those of its first input:

        | word | types |
        |---|---|
        | floats | float32, float64 |
        | integers | int8, int16, int32, int64, uint8, uint16, uint32, uint64 |
        | numbers | floats and integers |
        | all | numbers and bool |

        Float16, bfloat16 and float64 are accepted wherever float32 is. Float16 and bfloat16 are computed in float32, with conversions at inputs
        and outputs, and so is float64 where the table does not list it ([why](decisions/half-and-double-graphs-compute-in-float32.md)).

        Shapes, starts, pads and axes may be constants, may be calculated from shapes (Shape, Gather, Concat and so on), or may be computed from
        data. In the last case, and where the size of a result depends on all of the data (NonZero), the model runs in parts: what comes behind
        is compiled for what a run finds, once for the same values or sizes
        ([why](decisions/plans-are-cut-where-shapes-depend-on-data.md)). Such a model takes no batches of several requests.

        Special values are those of NumPy and ONNX Runtime on x86-64: NaN passes through Min and Max; integers wrap around, and a division of
        them by zero is refused when it happens; a float that an integer type cannot hold becomes the smallest number of the 32 or 64 bits that
        the processor converts to, cut to the type; shifts by all bits or more give 0.

        Functions of a model are inlined where they are called, and go before operators of the same name. Operators of `com.microsoft` that ONNX
        Runtime's optimiser writes for several of ONNX are replaced by those.

        A file that does not say which opset it uses is read as opset 1 if its `ir_version` is 1 or 2, and refused otherwise. An initialiser that
        is listed among the inputs is a constant: a run cannot override it.

        | operator | since | types | limits and notes |
        |---|---|---|---|

        """;

    private static readonly ElementType[] Floats = [ElementType.Float32, ElementType.Float64];

    private static readonly ElementType[] Integers =
    [
        ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Int64, ElementType.UInt8, ElementType.UInt16,
        ElementType.UInt32, ElementType.UInt64,
    ];

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append(Introduction)
            .Replace("OLDEST", $"{OperatorSets.Oldest}")
            .Replace("NEWEST", $"{OperatorSets.Newest}")
            .Replace("GROUPS", string.Join('\n', OperatorAdvice.Groups.Select(
                group => $"| {string.Join(", ", group.Operators)} | {group.Advice} |")));
        foreach (Operator op in OperatorTable.All)
            text.Append(null, $"| {op.QualifiedName} | {op.Since} | {Types(op)} | {op.Limits} |\n");
        return text.ToString();
    }

    // Half precision is what float32 is.
    private static string Types(Operator op)
    {
        bool floats = Array.TrueForAll(Floats, type => op.Accepts(0, type));
        bool integers = Array.TrueForAll(Integers, type => op.Accepts(0, type));
        bool booleans = op.Accepts(0, ElementType.Bool);
        if (floats && integers)
            return booleans ? "all" : "numbers";
        string[] types =
        [
            .. floats ? ["floats"] : Names(op, Floats),
            .. integers ? ["integers"] : Names(op, Integers),
            .. Names(op, [ElementType.Bool]),
        ];
        return string.Join(", ", types);
    }

    private static IEnumerable<string> Names(Operator op, ElementType[] types) =>
        types.Where(type => op.Accepts(0, type)).Select(type => $"{type}".ToLowerInvariant());
}
