using Fovea.Api.Startup;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Startup;

/// <summary>Exceptions in the log, whose messages quote files.</summary>
public sealed class ShownExceptionTests
{
    private static readonly string Long = new('x', 1_000_000);

    [Fact]
    public void Of_a_long_message_inside_only_the_beginning_is_logged()
    {
        using var log = new LogRecords();
        using var factory = new LoggerFactory([log]);
        using var bounded = new RequestFaultLogging(factory);

        bounded.CreateLogger("Fovea.Models").LogError(Thrown(), "It failed.");

        string shown = log.Errors.Single().Error!.ToString();
        Assert.InRange(shown.Length, 100, 20_000);
        Assert.Contains("InvalidOperationException: outside", shown, StringComparison.Ordinal);
        Assert.Contains("FormatException: xxx", shown, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_ones_stay_the_same_object()
    {
        var error = new InvalidOperationException("outside", new FormatException("inside"));
        Assert.Same(error, ShownException.Of(error));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("outside", new FormatException(Long));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
