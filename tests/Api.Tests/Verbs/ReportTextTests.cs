using Fovea.Api.Contracts;
using Fovea.Api.Verbs;

namespace Fovea.Api.Tests.Verbs;

public sealed class ReportTextTests
{
    [Fact]
    public void Layers_of_real_numbers_are_named_with_the_reason()
    {
        var report = new ModelReport
        {
            File = "net.onnx",
            Served = true,
            Problems = [],
            Quantization = new QuantizationInfo
            {
                Types = ["uint8", "int8"],
                Steps = 2,
                MultiplyAdds = 1234,
                RealLayers =
                [
                    new RealLayersInfo { Reason = "one reason", Layers = 1, First = "conv" },
                    new RealLayersInfo { Reason = "another", Layers = 1001, First = "add" },
                ],
            },
        };
        Assert.Equal(
            [
                "net.onnx: would be served.", "  quantised        uint8 and int8: 2 steps with integers, 1,234 multiply-adds",
                "  real numbers     'conv': one reason", "  real numbers     'add' and 1,000 more: another",
            ],
            ReportText.Write(report).Split(Environment.NewLine));
    }
}
