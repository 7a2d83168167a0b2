using System.Text;
using Fovea.Fuzz.Running;
using Fovea.Fuzz.Targets;

namespace Fovea.Fuzz.Tests.Targets;

/// <summary>What fuzzing has found, one input for each kind of fault; docs/safety.md lists them.</summary>
public sealed class RegressionTests
{
    /// <summary>The target, and the input as a text in which a character is a byte.</summary>
    public static TheoryData<string, string> Texts() => new()
    {
        { "fovea.json", "{\"resi\u0080ze\":{\"rule\":\"none\"}}" },
        { "fovea.json", """{"crop":"\ud800"}""" },
        { "config.json", """{"id2label":{"0":"a\udc00"}}""" },
        { "preprocessor_config.json", "{\"image_processor_type\":\"ViTImageProcessor\",\"crop_size\":{\"\u00C3\":1}}" },
    };

    /// <summary>The target, and the input as hexadecimal digits.</summary>
    public static TheoryData<string, string> Bytes() => new()
    {
        // An input of 2^31 pictures, which became a negative number of them.
        { "served", "14EA85443030303064302030AF13D38DFF375435" },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Another_finding_stays_mended(string target, string input) =>
        Execution.Run(FuzzTargets.Find(target)!, Convert.FromHexString(input));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_finding_stays_mended(string target, string input) =>
        Execution.Run(FuzzTargets.Find(target)!, Encoding.Latin1.GetBytes(input));
}
