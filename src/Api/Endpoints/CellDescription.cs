using Fovea.Api.Contracts;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary>How an explained cell is described in answers.</summary>
internal static class CellDescription
{
    public static CellResponse Of(HostedModel model, ExplainedCell cell) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Layer = LayerName.Shown(cell.Layer.Name),
        Node = cell.Layer.Node is { } node ? LayerName.Shown(node) : null,
        Operator = cell.Layer.Operator,
        Shape = [.. cell.Shape],
        Cell = cell.Cell,
        Value = cell.Value,
        Raw = cell.Raw,
        Scale = cell.Layer.Scale,
        ZeroPoint = cell.Layer.ZeroPoint,
        ReceptiveField = LayerDescription.Of(cell.Layer.ReceptiveField),
        Box = cell.Box?.Clipped is { } clipped ? Of(clipped) : null,
        Whole = cell.Box is { } box ? Of(box.Whole) : null,
        Picture = cell.Picture is { } picture
            ? new BoxInfo { Top = picture.Top, Left = picture.Left, Bottom = picture.Bottom, Right = picture.Right }
            : null,
        Explanation = cell.Explanation is { } explanation ? Of(explanation) : null,
        Why = cell.Why,
    };

    private static BoxInfo Of(CellBox box) => new() { Top = box.Top, Left = box.Left, Bottom = box.Bottom, Right = box.Right };

    private static ExplanationInfo Of(CellExplanation explanation) => new()
    {
        Kind = explanation.Kind,
        Text = explanation.Text,
        Terms = [.. explanation.Terms.Select(Of)],
        Omitted = explanation.Omitted is { } omitted ? new OmittedInfo { Count = omitted.Count, Sum = omitted.Sum } : null,
        Bias = ShortNumber.Of(explanation.Bias),
        Sum = ShortNumber.Of(explanation.Sum),
        Activation = explanation.Activation is { } activation
            ? new CellActivationInfo { Operator = activation.Operator, Before = activation.Before, After = activation.After }
            : null,
        Chosen = explanation.Chosen is { } chosen
            ? new ChosenInfo { Term = chosen.Term, Row = chosen.Row, Column = chosen.Column }
            : null,
        Single = explanation.Single,
        Difference = explanation.Difference,
    };

    private static TermInfo Of(CellTerm term) => new()
    {
        Name = LayerName.Shown(term.Name),
        Channel = term.Channel,
        Slice = term.Slice,
        Top = term.Top,
        Left = term.Left,
        Step = term.Step,
        Stride = term.Stride,
        Values = [.. term.Values.Select(row => (IReadOnlyList<ShortNumber?>)[.. row.Select(ShortNumber.Of)])],
        Weights = term.Weights is { } weights
            ? [.. weights.Select(row => (IReadOnlyList<ShortNumber>)[.. row.Select(value => new ShortNumber(value))])]
            : null,
        Sum = ShortNumber.Of(term.Sum),
    };
}
