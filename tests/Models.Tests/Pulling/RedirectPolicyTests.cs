using Fovea.Models.Pulling;

namespace Fovea.Models.Tests.Pulling;

public sealed class RedirectPolicyTests
{
    [Theory]
    [InlineData("https://a.example/x", "https://b.example/y", true)]
    [InlineData("http://a.example/x", "https://b.example/y", true)]
    [InlineData("http://a.example/x", "http://a.example/y", true)]
    [InlineData("http://a.example/x", "http://b.example/y", false)]
    [InlineData("https://a.example/x", "http://a.example/y", false)]
    [InlineData("https://a.example/x", "file:///etc/passwd", false)]
    [InlineData("https://a.example/x", "https://user:word@a.example/y", false)]
    public void Redirects_lead_to_https_or_stay(string from, string to, bool allowed) =>
        Assert.Equal(allowed, RedirectPolicy.Allows(new Uri(from), new Uri(to)));
}
