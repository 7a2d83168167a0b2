using System.Text;
using Fovea.Fuzz.Running;
using Fovea.Fuzz.Targets;
using Fovea.Inference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Fuzz.Tests.Targets;

/// <summary>What fuzzing has found, one input for each kind of fault; docs/safety.md lists them.</summary>
public sealed class RegressionTests
{
    /// <summary>The target, and the input as a text in which a character is a byte.</summary>
    public static TheoryData<string, string> Texts() => new()
    {
        { "fovea.json", "{\"resi\u0080ze\":{\"rule\":\"none\"}}" },
        { "fovea.json", """{"crop":"\ud800"}""" },
        { "fovea.json", """{"versions":"\ud800"}""" },
        { "config.json", """{"id2label":{"0":"a\udc00"}}""" },
        { "preprocessor_config.json", "{\"image_processor_type\":\"ViTImageProcessor\",\"crop_size\":{\"\u00C3\":1}}" },
    };

    /// <summary>The target, and the input as hexadecimal digits.</summary>
    public static TheoryData<string, string> Bytes() => new()
    {
        // A GIF whose indices have 12 bits: the first string of the table lay behind the table.
        {
            "picture",
            "47494638396104000400810021000000FF020000F3000000FF21F904000A0000002C0100020002001100000C000A000021F904000A000000"
        },
        // A TIFF whose Deflate data want a dictionary: an unnamed exception of the library.
        {
            "picture",
            "49492A0010000000782000000001FFFF09000001040001000000040000000101040001000000010000000201040001000000080000000301" +
            "0400010000000800000006010400010000000100000011010400010000000800000015010400010000000100000016010400010000000100" +
            "000017010400010000000800000000000000"
        },
        // A border of 491,265 rows, each of which was a step of the plan: 640 MB.
        {
            "model",
            "3AAA010A2B0A01780A03696E311201791A055061645F3022035061642A120A046D6F646522077265666C656374A001031204746573742A4C0A01" +
            "0810074203696E314A4000000000000000000000000000000000017F000000000000020000000000000000000000000000000000000000000000" +
            "010007000000000001000000000000005A1C0A017812170A15080112110A0312016E0A0008040A0010160A02080562090A017912040A02080142" +
            "021013"
        },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Another_finding_stays_mended(string target, string input) => Run(target, Convert.FromHexString(input));

    /// <summary>An input of 2^31 pictures, which became a negative number of them.</summary>
    [Fact]
    public void A_batch_beyond_any_number_of_pictures_is_none()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 1L << 31, 3, 4, 4).Node("Relu", "x", "y").Output("y").Build();
        Assert.True(Pipeline.IsRefusal(Assert.ThrowsAny<Exception>(() => ServedTarget.Load(model, 0))));
    }

    /// <summary>
    /// One row was repeated three times, and three rows were left as they are: requests that came together had other answers.
    /// </summary>
    [Fact]
    public void A_row_that_is_repeated_where_it_is_alone_is_not_batched()
    {
        OnnxModelBuilder model = new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 6, 1)
            .Initializer("s", TestTensors.Int64s(3, 1, 5)).Node("Expand", ["x", "s"], ["y"]).Output("y");
        AnswerTarget.Compare(model.Build(), variant: 1);
    }

    /// <summary>A shape of another type took the constant for a scalar, which was a fault of the engine.</summary>
    [Fact]
    public void A_shape_that_is_no_integers_is_refused()
    {
        OnnxModelBuilder model = new OnnxModelBuilder(13).Input("x", 4).Initializer("c", TestTensors.Floats(1, 2, 3, 4))
            .Initializer("s", TestTensors.Floats()).Node("Reshape", ["c", "s"], ["r"]).Node("Add", ["x", "r"], ["y"]).Output("y");
        Assert.True(Pipeline.IsRefusal(Assert.ThrowsAny<Exception>(() => Pipeline.Run(model.Build(), variant: 0))));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_finding_stays_mended(string target, string input) => Run(target, Encoding.Latin1.GetBytes(input));

    private static void Run(string name, byte[] input)
    {
        FuzzTarget target = FuzzTargets.Find(name)!;
        Execution.Prepare(target);
        Execution.Run(target, input);
    }
}
