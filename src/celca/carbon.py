"""What carbon weighs in carbon dioxide and in methane, by molar masses: C 12, CO2 44, CH4 16.

The standards count with these (ISO 14067; PACT), and so does everything here.
"""

from __future__ import annotations

__all__ = ["CH4_PER_C", "CO2_PER_C", "CO2_PER_CH4"]

CO2_PER_C = 44 / 12  # [kg CO2/kg C]
CH4_PER_C = 16 / 12  # [kg CH4/kg C]
CO2_PER_CH4 = 44 / 16  # [kg CO2/kg CH4]
