using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Hosting;

/// <summary>Requests for the same rows and outputs share a target, and no others do.</summary>
public sealed class RunTargetsTests : IDisposable
{
    private static readonly Shape[] Shapes = [new Shape(2, 4, 3), new Shape(2, 4, 3)];

    private readonly ServedModels _models = new ServedModels().Add("sum", ServedModels.Sum(), image: false).Load();

    private RunTargets Targets => _models["sum"].Targets;

    public void Dispose() => _models.Dispose();

    [Fact]
    public void The_same_outputs_of_any_number_of_rows_share_a_target() => Assert.Same(
        Targets.Tensors(Shapes, ["sum", "positive"]), Targets.Tensors([new Shape(5, 4, 3), new Shape(5, 4, 3)], ["sum", "positive"]));

    [Theory]
    [InlineData(new[] { "sum\npositive" }, new[] { "sum", "positive" })]
    [InlineData(new[] { "1:a" }, new[] { "a", "" })]
    [InlineData(new[] { "positive", "sum" }, new[] { "sum", "positive" })]
    [InlineData(new[] { "" }, null)]
    [InlineData(new string[0], null)]
    public void Different_outputs_do_not_share_a_target_whatever_their_names(string[] outputs, string[]? others)
    {
        Assert.NotSame(Targets.Tensors(Shapes, outputs), Targets.Tensors(Shapes, others));
    }

    [Fact]
    public void A_target_in_use_stays_while_hundreds_of_others_come_and_go()
    {
        RunTarget first = Targets.Tensors(Shapes, ["sum"]), unused = Targets.Tensors(Shapes, ["positive"]);
        for (int i = 0; i < 3 * RunTargets.MostTargets; i++)
        {
            Targets.Tensors([new Shape(2, 4, 100 + i), new Shape(2, 4, 100 + i)], ["sum"]);
            Assert.Same(first, Targets.Tensors(Shapes, ["sum"]));
        }

        Assert.NotSame(unused, Targets.Tensors(Shapes, ["positive"]));
    }
}
