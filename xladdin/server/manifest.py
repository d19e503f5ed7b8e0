"""The manifest by which Excel learns of the add-in: the tab "Thi đua" and where its parts are."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from xladdin.server.door import ACTIONS, ADDIN_ID, SIZES, Action

__all__ = ["manifest", "origin_of"]

_SHORT, _LONG = 125, 250
"""Characters that a manifest allows for a label and for a tip."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0"
  xsi:type="TaskPaneApp">
  <Id>{id}</Id>
  <Version>{version}</Version>
  <ProviderName>Thi đua</ProviderName>
  <DefaultLocale>vi-VN</DefaultLocale>
  <DisplayName DefaultValue="Thi đua"/>
  <Description DefaultValue="Kiểm tra biểu mẫu thi đua, khen thưởng ngay trong Excel."/>
  <IconUrl DefaultValue={icon32}/>
  <HighResolutionIconUrl DefaultValue={icon64}/>
  <SupportUrl DefaultValue={guide}/>
  <AppDomains>
    <AppDomain>{url}</AppDomain>
  </AppDomains>
  <Hosts>
    <Host Name="Workbook"/>
  </Hosts>
  <Requirements>
    <Sets DefaultMinVersion="1.1">
      <Set Name="SharedRuntime" MinVersion="1.1"/>
      <Set Name="ExcelApi" MinVersion="1.13"/>
    </Sets>
  </Requirements>
  <DefaultSettings>
    <SourceLocation DefaultValue={pane}/>
  </DefaultSettings>
  <Permissions>ReadWriteDocument</Permissions>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/taskpaneappversionoverrides"
    xsi:type="VersionOverridesV1_0">
    <Hosts>
      <Host xsi:type="Workbook">
        <Runtimes>
          <Runtime resid="Pane.Url" lifetime="long"/>
        </Runtimes>
        <DesktopFormFactor>
          <FunctionFile resid="Pane.Url"/>
          <ExtensionPoint xsi:type="PrimaryCommandSurface">
            <CustomTab id="Thidua.Tab">
              <Group id="Thidua.Group">
                <Label resid="Group.Label"/>
                <Icon>
{group_icon}
                </Icon>
{buttons}
              </Group>
              <Label resid="Tab.Label"/>
            </CustomTab>
          </ExtensionPoint>
        </DesktopFormFactor>
      </Host>
    </Hosts>
    <Resources>
      <bt:Images>
{images}
      </bt:Images>
      <bt:Urls>
        <bt:Url id="Pane.Url" DefaultValue={pane}/>
      </bt:Urls>
      <bt:ShortStrings>
        <bt:String id="Tab.Label" DefaultValue="Thi đua"/>
        <bt:String id="Group.Label" DefaultValue="Kiểm tra biểu mẫu"/>
{labels}
      </bt:ShortStrings>
      <bt:LongStrings>
{tips}
      </bt:LongStrings>
    </Resources>
  </VersionOverrides>
</OfficeApp>
"""

_BUTTON = """\
                <Control xsi:type="Button" id="Thidua.{name}">
                  <Label resid="{name}.Label"/>
                  <Supertip>
                    <Title resid="{name}.Label"/>
                    <Description resid="{name}.Tip"/>
                  </Supertip>
                  <Icon>
{icon}
                  </Icon>
                  <Action xsi:type="ExecuteFunction">
                    <FunctionName>{function}</FunctionName>
                  </Action>
                </Control>"""


def manifest(url: str) -> str:
    """The manifest for an add-in served under an origin such as ``https://thidua.xa.vn:8000``.

    ValueError for what is no origin.
    """
    base = origin_of(url)
    return _HEAD.format(
        id=ADDIN_ID,
        version=_version(),
        url=base,
        icon32=quoteattr(_icon_url(base, "check", 32)),
        icon64=quoteattr(_icon_url(base, "check", 64)),
        guide=quoteattr(f"{base}/thidua/huong-dan"),
        pane=quoteattr(f"{base}/taskpane.html"),
        group_icon=_icon("check"),
        buttons="\n".join(_button(action) for action in ACTIONS),
        images="\n".join(_images(base, action) for action in ACTIONS),
        labels="\n".join(_string(action, "Label", action.label, _SHORT) for action in ACTIONS),
        tips="\n".join(_string(action, "Tip", action.tip, _LONG) for action in ACTIONS),
    )


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, nothing else; ValueError where it has more or less."""
    parts = urlsplit(url.rstrip("/"))
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    hostname = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not plain:
        raise ValueError(url)
    if not re.fullmatch(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+", hostname):
        raise ValueError(url)
    shown = f"[{hostname}]" if ":" in hostname else hostname
    return f"{parts.scheme}://{shown}" + (f":{parts.port}" if parts.port else "")


def _version() -> str:
    """Four numbers, as Office wants; it asks for them again when they have grown."""
    try:
        found = version("thidua")
    except PackageNotFoundError:
        found = "0"
    numbers = re.findall(r"[0-9]+", found)[:4]
    return ".".join([*numbers, *["0"] * (4 - len(numbers))])


def _icon_url(base: str, icon: str, size: int) -> str:
    return f"{base}/thidua/icons/{icon}-{size}.png"


def _icon(icon: str) -> str:
    return "\n".join(
        f'                    <bt:Image size="{size}" resid="{icon}.{size}"/>'
        for size in SIZES
        if size != 64
    )


def _button(action: Action) -> str:
    return _BUTTON.format(name=action.icon, function=action.function, icon=_icon(action.icon))


def _images(base: str, action: Action) -> str:
    return "\n".join(
        f'        <bt:Image id="{action.icon}.{size}" '
        f"DefaultValue={quoteattr(_icon_url(base, action.icon, size))}/>"
        for size in SIZES
        if size != 64
    )


def _string(action: Action, kind: str, told: str, longest: int) -> str:
    if len(told) > longest:
        raise ValueError(f"{action.icon}: {kind} is too long for a manifest")
    return f'        <bt:String id="{action.icon}.{kind}" DefaultValue={quoteattr(told)}/>'
